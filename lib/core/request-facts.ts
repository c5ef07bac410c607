/** What is known of a request before anybody is: where it came from and what it is called. For the record and for logs. */
export type RequestFacts = {
  /** One id from a click to all its events, and in our user agent towards AWS. A UUID. */
  correlationId: string;
  /** The client's address: the socket's peer, or what a trusted proxy said. */
  address: string;
  /** The socket's peer, kept beside it where a proxy spoke for somebody else. */
  peer: string;
  /** At most 512 characters. */
  userAgent: string;
};
