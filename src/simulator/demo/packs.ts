// The service packs of the demo and of generated worlds: enough to have overlaps, and no more.
import type { ServicePack } from '../world/world.js';

const voice = [
  'Anonymous Call Rejection',
  'Basic Call Logs',
  'Call Forwarding Always',
  'Call Forwarding Busy',
  'Call Forwarding No Answer',
  'Call Transfer',
  'Call Waiting',
  'Calling Name Delivery',
  'Calling Number Delivery',
  'Do Not Disturb',
  'Last Number Redial',
  'Three-Way Call',
];

/** What a provider sells. */
export const packs: readonly ServicePack[] = [
  { name: 'Standard-Voice', description: 'Desk phone', services: voice },
  {
    name: 'Premium-UC',
    description: 'Desk phone, mailbox & soft client',
    services: [
      ...voice,
      'BroadTouch Business Communicator Desktop',
      'BroadTouch Business Communicator Mobile',
      'BroadWorks Anywhere',
      'Busy Lamp Field',
      'Remote Office',
      'Shared Call Appearance',
      'Simultaneous Ring Personal',
      'Voice Messaging User',
    ],
  },
  {
    name: 'Contact-Centre',
    description: 'Agent seat',
    services: ['BroadWorks Agent', 'Call Center - Standard', 'Call Recording'],
  },
  {
    name: 'Reception',
    description: 'Operator console',
    services: ['BroadWorks Receptionist - Office', 'Directed Call Pickup with Barge-in'],
  },
  {
    name: 'Meeting-Room',
    description: 'Shared phone',
    services: ['Call Waiting', 'Hoteling Host'],
  },
  { name: 'Fax-Line', services: ['Fax Messaging'] },
];

/** Everything that these packs bring, so that a group can be authorised for it besides. */
export function servicesIn(...names: readonly string[]): readonly string[] {
  const services = packs
    .filter((pack) => names.includes(pack.name))
    .flatMap((pack) => pack.services);
  return [...new Set(services)].sort();
}
