/* The listings of a front end written with Relay: what it asks, without its screens. */
import { graphql } from "relay-runtime";

export const listingsQuery = graphql`
  query listingsQuery($commune: String) {
    ...listings_list @arguments(commune: $commune, count: 2)
  }
`;

export const list = graphql`
  fragment listings_list on Query
  @argumentDefinitions(
    count: { type: "Int", defaultValue: 20 }
    cursor: { type: "String" }
    commune: { type: "String" }
  )
  @refetchable(queryName: "listingsPageQuery") {
    listings(first: $count, after: $cursor, commune: $commune, orderBy: NEWEST)
      @connection(key: "listings_listings", filters: ["commune"]) {
      totalCount
      edges {
        node {
          ...listings_card
        }
      }
    }
  }
`;

/* Refetched alone, through node(id:). */
export const card = graphql`
  fragment listings_card on Listing @refetchable(queryName: "listingsCardQuery") {
    title
    kind
    createdAt
    price {
      amount
      label
    }
    commune {
      name
    }
    author {
      displayName
    }
    photos {
      url
      alt
    }
  }
`;

export const publish = graphql`
  mutation listingsPublishMutation(
    $input: PublishListingInput!
    $connections: [ID!]!
  ) {
    publishListing(input: $input) {
      listing @appendNode(connections: $connections, edgeTypeName: "ListingEdge") {
        ...listings_card
      }
      errors {
        field
        code
        message
      }
    }
  }
`;

export const withdraw = graphql`
  mutation listingsWithdrawMutation(
    $input: WithdrawListingInput!
    $connections: [ID!]!
  ) {
    withdrawListing(input: $input) {
      listing {
        id @deleteEdge(connections: $connections)
        status
      }
      errors {
        code
      }
    }
  }
`;
