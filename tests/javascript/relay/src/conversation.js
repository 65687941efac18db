/* A conversation read from its end, older messages on demand. */
import { graphql } from "relay-runtime";

export const conversationQuery = graphql`
  query conversationQuery($id: ID!) {
    node(id: $id) {
      ...conversation_thread @alias
    }
  }
`;

export const thread = graphql`
  fragment conversation_thread on Conversation
  @argumentDefinitions(
    count: { type: "Int", defaultValue: 20 }
    cursor: { type: "String" }
  )
  @refetchable(queryName: "conversationOlderQuery") {
    correspondent {
      displayName
    }
    messages(last: $count, before: $cursor)
      @connection(key: "conversation_messages") {
      edges {
        node {
          body
          isMine
        }
      }
    }
  }
`;

export const start = graphql`
  mutation conversationStartMutation($input: StartConversationInput!) {
    startConversation(input: $input) {
      conversation {
        ...conversation_thread
      }
      errors {
        code
      }
    }
  }
`;

export const send = graphql`
  mutation conversationSendMutation(
    $input: SendMessageInput!
    $connections: [ID!]!
  ) {
    sendMessage(input: $input) {
      message @appendNode(connections: $connections, edgeTypeName: "MessageEdge") {
        body
      }
      errors {
        code
      }
    }
  }
`;
