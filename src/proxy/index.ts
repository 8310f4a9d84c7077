// OCI-P facing north: existing clients come here in place of BroadWorks, and everything they ask is judged and recorded.
export { openProxy } from './open.js';
export {
  type Learned,
  type OciProxy,
  type ProxyLimits,
  type ProxyLine,
  type ProxyOptions,
  type ProxyTimeouts,
  proxyLimits,
} from './options.js';
export { type ProxyPolicy, type ProxyRule, proxyPolicyFrom } from './policy.js';
