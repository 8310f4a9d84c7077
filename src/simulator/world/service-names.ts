// The services a simulated system knows, as BroadWorks spells them. A world may name others; this list only says
// which rows a licence table shows although nobody mentioned them. Not the whole list of a real system.

/** User services by use, those that a service instance may have as well, and those it may not. */
const forPeopleAndInstances = [
  'Alternate Numbers',
  'Anonymous Call Rejection',
  'Basic Call Logs',
  'Call Forwarding Always',
  'Call Forwarding Busy',
  'Call Forwarding No Answer',
  'Call Forwarding Not Reachable',
  'Call Forwarding Selective',
  'Call Notify',
  'Call Recording',
  'Calling Line ID Delivery Blocking',
  'Calling Name Retrieval',
  'Charge Number',
  'Client License 3',
  'Communication Barring User-Control',
  'Do Not Disturb',
  'Enhanced Call Logs',
  'External Calling Line ID Delivery',
  'Intercept User',
  'Internal Calling Line ID Delivery',
  'Pre-alerting Announcement',
  'Remote Office',
  'Selective Call Acceptance',
  'Selective Call Rejection',
  'Third-Party Voice Mail Support',
  'Voice Messaging User',
] as const;

const forPeople = [
  'Authentication',
  'Automatic Callback',
  'Barge-in Exempt',
  'BroadTouch Business Communicator Desktop',
  'BroadTouch Business Communicator Mobile',
  'BroadWorks Agent',
  'BroadWorks Anywhere',
  'BroadWorks Receptionist - Office',
  'BroadWorks Supervisor',
  'Busy Lamp Field',
  'Call Center - Basic',
  'Call Center - Premium',
  'Call Center - Standard',
  'Call Center Monitoring',
  'Call Return',
  'Call Transfer',
  'Call Waiting',
  'Calling Line ID Blocking Override',
  'Calling Name Delivery',
  'Calling Number Delivery',
  'Collaborate - Audio',
  'Customer Originated Trace',
  'Directed Call Pickup',
  'Directed Call Pickup with Barge-in',
  'Diversion Inhibitor',
  'Executive',
  'Executive-Assistant',
  'Fax Messaging',
  'Flexible Seating Guest',
  'Hoteling Guest',
  'Hoteling Host',
  'Last Number Redial',
  'Multiple Call Arrangement',
  'Music On Hold User',
  'N-Way Call',
  'Push to Talk',
  'Sequential Ring',
  'Shared Call Appearance',
  'Shared Call Appearance 5',
  'Simultaneous Ring Personal',
  'Speed Dial 100',
  'Speed Dial 8',
  'Three-Way Call',
  'Voice Messaging User - Video',
] as const;

/** Group services; a name with a kind counts the instances of that kind. */
const groupServiceKinds: Readonly<Record<string, string | undefined>> = {
  'Account/Authorization Codes': undefined,
  'Auto Attendant': 'Auto Attendant',
  'Auto Attendant - Standard': 'Auto Attendant',
  'Call Capacity Management': undefined,
  'Call Park': undefined,
  'Call Pickup': undefined,
  'Custom Ringback Group': undefined,
  'Emergency Zones': undefined,
  'Enhanced Outgoing Calling Plan': undefined,
  'Find-me/Follow-me': 'Find-me/Follow-me',
  'Group Paging': 'Group Paging',
  'Hunt Group': 'Hunt Group',
  'Incoming Calling Plan': undefined,
  'Instant Group Call': 'Instant Group Call',
  'Intercept Group': undefined,
  'Inventory Report': undefined,
  'LDAP Integration': undefined,
  'Meet-Me Conferencing': 'Meet-Me Conferencing',
  'Music On Hold': undefined,
  'Outgoing Calling Plan': undefined,
  'Preferred Carrier Group': undefined,
  'Route Point': 'Route Point',
  'Series Completion': undefined,
  'Service Scripts Group': undefined,
  'Trunk Group': undefined,
  'Voice Messaging Group': 'Voice Messaging',
  VoiceXML: 'VoiceXML',
};

/** Every user service shown in licence tables, in their order. */
export const userServiceNames: readonly string[] = [...forPeopleAndInstances, ...forPeople].sort();

/** Every group service shown in licence tables, in their order. */
export const groupServiceNames: readonly string[] = Object.keys(groupServiceKinds);

const instanceServices = new Set<string>(forPeopleAndInstances);

/** Whether a service instance may have the user service. */
export function isForInstances(userService: string): boolean {
  return instanceServices.has(userService);
}

/** The kind of instance, and its class, that a group service counts; undefined when it has no instances. */
export function instancesOf(groupService: string): { kind: string; type?: string } | undefined {
  const kind = groupServiceKinds[groupService];
  if (kind === undefined) return undefined;
  if (kind !== 'Auto Attendant') return { kind };
  return { kind, type: groupService === 'Auto Attendant' ? 'Basic' : 'Standard' };
}

/** Services that have a switch; the others are simply there. */
const switchable = new Set([
  'Anonymous Call Rejection',
  'Automatic Callback',
  'Barge-in Exempt',
  'Call Forwarding Always',
  'Call Forwarding Busy',
  'Call Forwarding No Answer',
  'Call Forwarding Not Reachable',
  'Call Waiting',
  'Calling Line ID Delivery Blocking',
  'Do Not Disturb',
  'Hoteling Guest',
  'Remote Office',
  'Simultaneous Ring Personal',
  'Voice Messaging User',
]);

/** Whether a service can be switched on and off. */
export function hasSwitch(service: string): boolean {
  return switchable.has(service);
}
