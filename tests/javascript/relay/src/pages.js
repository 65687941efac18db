/* The editors' pages: an interface, its types, and blocks of many shapes. */
import { graphql } from "relay-runtime";

export const pageQuery = graphql`
  query pagesQuery($path: String!) {
    page(path: $path) {
      __typename
      ...pages_section @alias
      ...pages_information @alias
    }
  }
`;

export const section = graphql`
  fragment pages_section on SectionPage
  @argumentDefinitions(
    count: { type: "Int", defaultValue: 20 }
    cursor: { type: "String" }
  )
  @refetchable(queryName: "pagesSectionQuery") {
    title
    pages(first: $count, after: $cursor) @connection(key: "section_pages") {
      edges {
        node {
          title
        }
      }
    }
  }
`;

export const information = graphql`
  fragment pages_information on InfoPage {
    title
    body {
      blockType
      ... on HeadingBlock {
        text
      }
      ... on ParagraphBlock {
        html
      }
      ... on ListingsBlock {
        listings {
          ...listings_card
        }
      }
    }
  }
`;
