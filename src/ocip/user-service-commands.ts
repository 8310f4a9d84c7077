// The commands about the services of one user, in the notation that command-table.ts tells.

/** Commands by name: the type of the reply, then the elements of the request in wire order. */
export type Rows = Readonly<Record<string, readonly [reply: string, request: string]>>;

const forwarding = 'userId isActive!? forwardToPhoneNumber?~';
const switched = 'userId isActive!?';
const mailbox = (addresses: string) =>
  `userId isActive!? processing? voiceMessageDeliveryEmailAddress${addresses}?~ usePhoneMessageWaitingIndicator!? sendVoiceMessageNotifyEmail!? voiceMessageNotifyEmailAddress?~ sendCarbonCopyVoiceMessage!? voiceMessageCarbonCopyEmailAddress?~ transferOnZeroToPhoneNumber!? transferPhoneNumber?~ alwaysRedirectToVoiceMail!? busyRedirectToVoiceMail!? noAnswerRedirectToVoiceMail!? outOfPrimaryZoneRedirectToVoiceMail!?`;
const alternates = Array.from(
  { length: 10 },
  (_, at) =>
    `alternateEntry${String(at + 1).padStart(2, '0')}{phoneNumber?~ extension?~ ringPattern?~ description?~}?`,
).join(' ');

/** How the services of a user are set. */
export const userServiceReads: Rows = {
  UserAlternateNumbersGetRequest21: ['UserAlternateNumbersGetResponse21', 'userId'],
  UserAnonymousCallRejectionGetRequest: ['UserAnonymousCallRejectionGetResponse', 'userId'],
  UserAuthenticationGetRequest: ['UserAuthenticationGetResponse', 'userId'],
  UserAutomaticCallbackGetRequest: ['UserAutomaticCallbackGetResponse', 'userId'],
  UserBargeInExemptGetRequest: ['UserBargeInExemptGetResponse', 'userId'],
  UserCallForwardingAlwaysGetRequest: ['UserCallForwardingAlwaysGetResponse', 'userId'],
  UserCallForwardingBusyGetRequest: ['UserCallForwardingBusyGetResponse', 'userId'],
  UserCallForwardingNoAnswerGetRequest13mp16: [
    'UserCallForwardingNoAnswerGetResponse13mp16',
    'userId',
  ],
  UserCallForwardingNotReachableGetRequest: ['UserCallForwardingNotReachableGetResponse', 'userId'],
  UserCallRecordingGetRequest20: ['UserCallRecordingGetResponse20', 'userId'],
  UserCallRecordingGetRequest23: ['UserCallRecordingGetResponse23', 'userId'],
  UserCallTransferGetRequest14sp4: ['UserCallTransferGetResponse14sp4', 'userId'],
  UserCallWaitingGetRequest17sp4: ['UserCallWaitingGetResponse17sp4', 'userId'],
  UserCallingLineIDDeliveryBlockingGetRequest: [
    'UserCallingLineIDDeliveryBlockingGetResponse',
    'userId',
  ],
  UserDoNotDisturbGetRequest: ['UserDoNotDisturbGetResponse', 'userId'],
  UserRemoteOfficeGetRequest: ['UserRemoteOfficeGetResponse', 'userId'],
  UserSimultaneousRingPersonalGetRequest17: ['UserSimultaneousRingPersonalGetResponse17', 'userId'],
  UserVoiceMessagingUserGetVoiceManagementRequest17: [
    'UserVoiceMessagingUserGetVoiceManagementResponse17',
    'userId',
  ],
  UserVoiceMessagingUserGetVoiceManagementRequest23: [
    'UserVoiceMessagingUserGetVoiceManagementResponse23',
    'userId',
  ],
};

/** Setting the services of a user. An element left out stays as it is. */
export const userServiceChanges: Rows = {
  UserAlternateNumbersModifyRequest: ['SuccessResponse', `userId distinctiveRing!? ${alternates}`],
  UserAnonymousCallRejectionModifyRequest: ['SuccessResponse', switched],
  UserAuthenticationModifyRequest: [
    'SuccessResponse',
    'userId userName? (newPassword | password{old new})?',
  ],
  UserAutomaticCallbackModifyRequest: ['SuccessResponse', switched],
  UserBargeInExemptModifyRequest: ['SuccessResponse', switched],
  UserCallForwardingAlwaysModifyRequest: ['SuccessResponse', `${forwarding} isRingSplashActive!?`],
  UserCallForwardingBusyModifyRequest: ['SuccessResponse', forwarding],
  UserCallForwardingNoAnswerModifyRequest: ['SuccessResponse', `${forwarding} numberOfRings#?`],
  UserCallForwardingNotReachableModifyRequest: ['SuccessResponse', forwarding],
  UserCallRecordingModifyRequest: [
    'SuccessResponse',
    'userId recordingOption? pauseResumeNotification? enableCallRecordingAnnouncement!? enableRecordCallRepeatWarningTone!? recordCallRepeatWarningToneTimerSeconds#? enableVoiceMailRecording!? mediaStream?',
  ],
  UserCallTransferModifyRequest: [
    'SuccessResponse',
    'userId isRecallActive!? recallNumberOfRings#? useDiversionInhibitorForBlindTransfer!? useDiversionInhibitorForConsultativeCalls!? enableBusyCampOn!? busyCampOnSeconds#?',
  ],
  UserCallWaitingModifyRequest: ['SuccessResponse', `${switched} disableCallingLineIdDelivery!?`],
  UserCallingLineIDDeliveryBlockingModifyRequest: ['SuccessResponse', switched],
  UserDoNotDisturbModifyRequest: ['SuccessResponse', `${switched} ringSplash!?`],
  UserRemoteOfficeModifyRequest: ['SuccessResponse', `${switched} remoteOfficePhoneNumber?~`],
  UserSimultaneousRingPersonalModifyRequest17: [
    'SuccessResponse',
    `${switched} doNotRingIfOnCall!? simultaneousRingNumberList{simultaneousRingNumber{phoneNumber answerConfirmationRequired!}*}?~ criteriaActivation{criteriaName isActive!}?*`,
  ],
  UserVoiceMessagingUserModifyVoiceManagementRequest: ['SuccessResponse', mailbox('')],
  UserVoiceMessagingUserModifyVoiceManagementRequest23: [
    'SuccessResponse',
    mailbox('{emailAddress*}'),
  ],
};
