// What the other network elements of a world let in, and whose phones are not ours. An element without keys is not
// there.

interface NameAndPassword {
  readonly username: string;
  readonly password: string;
}

interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Key {
  readonly keyId: string;
  readonly secret: string;
}

/** By the first word of the path that an element is served at. */
export interface ElementKeys {
  /** XML-RPC with Basic: Panasonic, and the older services of Yealink and Snom. */
  readonly xmlrpc?: NameAndPassword;
  /** Snom, with Hawk. */
  readonly sraps?: Key;
  /** Poly, with a key in a header. */
  readonly ztp?: { readonly apiKey: string };
  /** Grandstream, with a token and a signed query. The password is the plain one; clients send digests of it. */
  readonly gdms?: NameAndPassword & Client;
  /** Yealink, with signed headers. */
  readonly rps?: Key;
  /** Dubber, with a token for a password. */
  readonly dubber?: NameAndPassword & Client;
  /** The older service of Polycom, with the password in the body. */
  readonly polycom?: { readonly userId: string; readonly password: string };
  /** Poly, with a token for a client and GraphQL. */
  readonly lens?: Client;
  /** Cisco, with a token for a client. */
  readonly cisco?: Client;
  /** Mutare, with Basic or a bearer token that never changes. */
  readonly mutare?: NameAndPassword & { readonly token?: string };
  /** Of nobody in particular, with Digest. */
  readonly digest?: NameAndPassword;
  /** Seconds that tokens are good; default 3600. */
  readonly tokenSeconds?: number;
  /** Hardware addresses, twelve hexadecimal digits, that belong to somebody else's account. */
  readonly takenMacs?: readonly string[];
}
