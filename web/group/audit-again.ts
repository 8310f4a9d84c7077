// How a section deep in the page asks for the audit to be taken again. The page itself provides what is done then.
import { createContext, useContext } from 'react';

export interface AuditAgain {
  /** Undefined while an audit runs already. */
  readonly start: (() => void) | undefined;
}

export const AuditAgainContext = createContext<AuditAgain>({ start: undefined });

/** Takes the audit again, whole; undefined while that cannot be. */
export const useAuditAgain = (): AuditAgain['start'] => useContext(AuditAgainContext).start;
