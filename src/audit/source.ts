// What an audit asks of a source, OCI-P or ODIN. Every part comes back whatever happens; nothing here throws for what
// BroadWorks or the network does.
import type {
  GroupDetails,
  GroupKey,
  Instances,
  Licences,
  Numbers,
  Part,
  Trunking,
  Users,
} from './model.js';
import type { ProviderTrunks } from './trunk-model.js';

/** How much of the numbers is wanted: that they are there, their states too, or also who holds them. */
export type NumberDepth = 'list' | 'states' | 'holders';

export interface AuditReaders {
  details(key: GroupKey): Promise<Part<GroupDetails>>;
  licences(key: GroupKey): Promise<Part<Licences>>;
  /** Asked with what is known already: how many users there are, and what is in use. */
  users(key: GroupKey, details: Part<GroupDetails>, licences: Part<Licences>): Promise<Part<Users>>;
  numbers(key: GroupKey, depth: NumberDepth): Promise<Part<Numbers>>;
  trunking(key: GroupKey): Promise<Part<Trunking>>;
  instances(key: GroupKey): Promise<Part<Instances>>;
  trunks(serviceProviderId: string): Promise<Part<ProviderTrunks>>;
  /** As the switch spells it, or `unknown`. */
  release(): Promise<string>;
}
