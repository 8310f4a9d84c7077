// The OCI-P commands that Muster knows, one row each: reply type, then the elements of the request in wire order.
// Written by hand from public command references; the wire order matters, BroadWorks refuses any other.
//
// A row reads:  name  name? (may be left out)  name* (any number)  name~ (may be null: clears the value)
//               name# (number)  name! (true/false)  name{…} (elements inside)  name:shape (inside as in `shapes`)
//               (a | b c)  exactly one of these  (…)?  at most one
import { type Rows, userServiceChanges, userServiceReads } from './user-service-commands.js';

/** Elements that many commands share. */
export const shapes: Readonly<Record<string, string>> = {
  search: 'mode value isCaseInsensitive!',
  paging: 'responseStartIndex# responsePageSize#',
  sort: 'isAscending! isCaseSensitive!',
  department: 'serviceProviderId groupId? name',
  contact: 'contactName?~ contactNumber?~ contactEmail?~',
  address:
    'addressLine1?~ addressLine2?~ city?~ stateOrProvince?~ stateOrProvinceDisplayName? zipOrPostalCode?~ country?~',
  unbounded: '(unlimited! | quantity#)',
  dnRange: 'minPhoneNumber maxPhoneNumber',
  schedule: 'scheduleName scheduleType',
};

const group = 'serviceProviderId groupId';
const trunkGroupKey = 'trunkGroupKey{serviceProviderId groupId name}';
const numbers = `${group} phoneNumber?* dnRange:dnRange?*`;
const granted = '(authorizedQuantity:unbounded | unauthorized!)';
const dnSearch =
  'responseSizeLimit#? searchCriteriaDn:search?* searchCriteriaUserFirstName:search?* searchCriteriaUserLastName:search?* searchCriteriaExactDnDepartment{departmentKey:department}? searchCriteriaExactDnActivation{activated!}?';

/** Login and logout. Muster sends them itself; `client.send` does not take them. */
export const sessionCommands: Rows = {
  AuthenticationRequest: ['AuthenticationResponse', 'userId'],
  LoginRequest14sp4: ['LoginResponse14sp4', 'userId signedPassword? plainTextPassword?'],
  LoginRequest22V5: ['LoginResponse22V5', 'userId password? signedPassword?'],
  LogoutRequest: ['SuccessResponse', 'userId reason?'],
};

/** Commands that change nothing. They may be asked again when a session is lost. */
export const readCommands: Rows = {
  SystemSoftwareVersionGetRequest: ['SystemSoftwareVersionGetResponse', ''],
  ServiceProviderGetListRequest: [
    'ServiceProviderGetListResponse',
    'isEnterprise!? responseSizeLimit#? searchCriteriaServiceProviderId:search?* searchCriteriaServiceProviderName:search?* searchCriteriaResellerId:search?*',
  ],
  ServiceProviderGetPagedSortedListRequest: [
    'ServiceProviderGetPagedSortedListResponse',
    'responsePagingControl:paging? sortOrder{(sortByServiceProviderId:sort | sortByServiceProviderName:sort)}?* searchCriteriaServiceProviderId:search?* searchCriteriaServiceProviderName:search?* searchCriteriaExactOrganizationType{organizationType}? searchCriteriaResellerId:search?* searchCriteriaModeOr!?',
  ],
  ServiceProviderGetRequest13mp2: ['ServiceProviderGetResponse13mp2', 'serviceProviderId'],
  ServiceProviderGetRequest17sp1: ['ServiceProviderGetResponse17sp1', 'serviceProviderId'],
  ServiceProviderGetRequest22V2: ['ServiceProviderGetResponse22V2', 'serviceProviderId'],
  ServiceProviderServicePackGetListRequest: [
    'ServiceProviderServicePackGetListResponse',
    'serviceProviderId',
  ],
  ServiceProviderServicePackGetDetailListRequest: [
    'ServiceProviderServicePackGetDetailListResponse',
    'serviceProviderId servicePackName',
  ],
  ServiceProviderServicePackGetUtilizationListRequest: [
    'ServiceProviderServicePackGetUtilizationListResponse',
    'serviceProviderId',
  ],
  ServiceProviderTrunkGroupGetRequest: [
    'ServiceProviderTrunkGroupGetResponse',
    'serviceProviderId',
  ],
  ServiceProviderTrunkGroupGetRequest14sp1: [
    'ServiceProviderTrunkGroupGetResponse14sp1',
    'serviceProviderId',
  ],
  ServiceProviderTrunkGroupGetRequest23: [
    'ServiceProviderTrunkGroupGetResponse23',
    'serviceProviderId',
  ],
  EnterpriseEnterpriseTrunkGetListRequest: [
    'EnterpriseEnterpriseTrunkGetListResponse',
    'serviceProviderId',
  ],
  EnterpriseEnterpriseTrunkGetRequest21: [
    'EnterpriseEnterpriseTrunkGetResponse21',
    'serviceProviderId enterpriseTrunkName',
  ],
  EnterpriseEnterpriseTrunkGetRequest22: [
    'EnterpriseEnterpriseTrunkGetResponse22',
    'serviceProviderId enterpriseTrunkName',
  ],
  ServiceProviderDnGetSummaryListRequest: [
    'ServiceProviderDnGetSummaryListResponse',
    'serviceProviderId searchCriteriaGroupId:search?* searchCriteriaDn:search?*',
  ],
  GroupGetListInServiceProviderRequest: [
    'GroupGetListInServiceProviderResponse',
    'serviceProviderId responseSizeLimit#? searchCriteriaGroupId:search?* searchCriteriaGroupName:search?*',
  ],
  GroupGetListInSystemRequest: [
    'GroupGetListInSystemResponse',
    'responseSizeLimit#? searchCriteriaGroupId:search?* searchCriteriaGroupName:search?* searchCriteriaExactServiceProvider{serviceProviderId}? searchCriteriaServiceProviderId:search?* searchCriteriaResellerId:search?*',
  ],
  GroupGetRequest: ['GroupGetResponse', group],
  GroupGetRequest14sp7: ['GroupGetResponse14sp7', group],
  GroupGetRequest22: ['GroupGetResponse22', group],
  GroupGetRequest22V2: ['GroupGetResponse22V2', group],
  GroupGetRequest22V3: ['GroupGetResponse22V3', group],
  GroupGetRequest22V4: ['GroupGetResponse22V4', group],
  GroupGetRequest22V5: ['GroupGetResponse22V5', `(${group} | groupExternalId)`],
  GroupServiceGetAuthorizationListRequest: ['GroupServiceGetAuthorizationListResponse', group],
  GroupServiceGetAuthorizationRequest: [
    'GroupServiceGetAuthorizationResponse',
    `${group} (userServiceName | groupServiceName | servicePackName)`,
  ],
  GroupServiceGetAuthorizedListRequest: ['GroupServiceGetAuthorizedListResponse', group],
  GroupServiceIsAssignedRequest: ['GroupServiceIsAssignedResponse', `${group} serviceName`],
  SystemDnGetUtilizationRequest14sp3: ['SystemDnGetUtilizationResponse14sp3', 'phoneNumber'],
  GroupDnGetListRequest: ['GroupDnGetListResponse', group],
  GroupDnGetAssignmentListRequest: ['GroupDnGetAssignmentListResponse', `${group} ${dnSearch}`],
  GroupDnGetAssignmentListRequest18: [
    'GroupDnGetAssignmentListResponse18',
    `${group} ${dnSearch} searchCriteriaUserId:search?* searchCriteriaExtension:search?*`,
  ],
  GroupDnGetAssignmentPagedSortedListRequest: [
    'GroupDnGetAssignmentPagedSortedListResponse',
    `${group} responsePagingControl:paging? sortOrder{(sortByDn:sort | sortByDepartmentName:sort | sortByDnActivated:sort | sortByDnAvailable:sort | sortByUserId:sort | sortByUserFirstName:sort | sortByUserLastName:sort | sortByExtension:sort | sortByEmailAddress:sort)}?* searchCriteriaDn:search?* searchCriteriaDepartmentName:search?* searchCriteriaExactDnActivation{activated!}? searchCriteriaExactDnAvailability{available!}? searchCriteriaUserId:search?* searchCriteriaUserFirstName:search?* searchCriteriaUserLastName:search?* searchCriteriaExactUserType{userType}?* searchCriteriaExtension:search?* searchCriteriaEmailAddress:search?* searchCriteriaModeOr!?`,
  ],
  GroupDnGetActivationListRequest: ['GroupDnGetActivationListResponse', group],
  GroupDnGetAvailableListRequest: ['GroupDnGetAvailableListResponse', group],
  GroupDnGetSummaryListRequest: ['GroupDnGetSummaryListResponse', group],
  UserGetListInGroupRequest: [
    'UserGetListInGroupResponse',
    'serviceProviderId GroupId responseSizeLimit#? searchCriteriaUserLastName:search?* searchCriteriaUserFirstName:search?* searchCriteriaDn:search?* searchCriteriaEmailAddress:search?* searchCriteriaExactUserDepartment{departmentKey:department}? searchCriteriaExactUserInTrunkGroup{userInTrunkGroup!}? searchCriteriaUserId:search?* searchCriteriaExtension:search?*',
  ],
  UserGetListInGroupPagedSortedListRequest: [
    'UserGetListInGroupPagedSortedListResponse',
    `(${group} | groupExternalId) responsePagingControl:paging? sortOrder{(sortByUserId:sort | sortByUserLastName:sort | sortByUserFirstName:sort | sortByDn:sort | sortByEmailAddress:sort | sortByDepartmentName:sort | sortByExtension:sort)}?* searchCriteriaUserLastName:search?* searchCriteriaUserFirstName:search?* searchCriteriaDn:search?* searchCriteriaEmailAddress:search?* searchCriteriaDepartmentName:search?* searchCriteriaExactUserInTrunkGroup{userInTrunkGroup!}? searchCriteriaUserId:search?* searchCriteriaExtension:search?* searchCriteriaExactDnActivation{activated!}? searchCriteriaModeOr!?`,
  ],
  UserGetListInSystemRequest: [
    'UserGetListInSystemResponse',
    'responseSizeLimit#? searchCriteriaUserLastName:search?* searchCriteriaUserFirstName:search?* searchCriteriaDn:search?* searchCriteriaEmailAddress:search?* searchCriteriaGroupId:search?* searchCriteriaExactServiceProvider{serviceProviderId}? searchCriteriaServiceProviderId:search?* searchCriteriaExactUserInTrunkGroup{userInTrunkGroup!}? searchCriteriaUserId:search?* searchCriteriaExtension:search?* searchCriteriaResellerId:search?*',
  ],
  UserGetServiceInstanceListInServiceProviderRequest: [
    'UserGetServiceInstanceListInServiceProviderResponse',
    'serviceProviderId responseSizeLimit#? SearchCriteriaGroupId:search?* SearchCriteriaExactServiceType{serviceType}? searchCriteriaUserId:search?* searchCriteriaUserLastName:search?* searchCriteriaDn:search?* searchCriteriaExtension:search?* searchCriteriaExactUserDepartment{departmentKey:department}?',
  ],
  UserGetServiceInstanceListInSystemRequest: [
    'UserGetServiceInstanceListInSystemResponse',
    'responseSizeLimit#? searchCriteriaExactServiceType{serviceType}? searchCriteriaUserId:search?* searchCriteriaUserLastName:search?* searchCriteriaDn:search?* searchCriteriaExtension:search?* searchCriteriaGroupId:search?* searchCriteriaExactServiceProvider{serviceProviderId}? searchCriteriaServiceProviderId:search?* searchCriteriaResellerId:search?*',
  ],
  UserGetListInServiceProviderRequest: [
    'UserGetListInServiceProviderResponse',
    '(serviceProviderId | serviceProviderExternalId) responseSizeLimit#? searchCriteriaUserLastName:search?* searchCriteriaUserFirstName:search?* searchCriteriaDn:search?* searchCriteriaEmailAddress:search?* searchCriteriaExactUserInTrunkGroup{userInTrunkGroup!}? searchCriteriaUserId:search?* searchCriteriaExtension:search?* searchCriteriaExactUserDepartment{departmentKey:department}?',
  ],
  GroupGetUserServiceAssignedUserListRequest: [
    'GroupGetUserServiceAssignedUserListResponse',
    `${group} (serviceName | servicePackName)`,
  ],
  UserServiceGetAssignmentListRequest: ['UserServiceGetAssignmentListResponse', 'userId'],
  UserAssignedServicesGetListRequest: ['UserAssignedServicesGetListResponse', 'userId?'],
  UserServiceIsAssignedRequest: [
    'UserServiceIsAssignedResponse',
    'userId (serviceName | servicePackName)',
  ],
  UserGetRequest20: ['UserGetResponse20', 'userId'],
  UserGetRequest22V9: ['UserGetResponse22V9', 'userId'],
  GroupTrunkGroupGetRequest: ['GroupTrunkGroupGetResponse', group],
  GroupTrunkGroupGetRequest14sp1: ['GroupTrunkGroupGetResponse14sp1', group],
  GroupTrunkGroupGetRequest14sp9: ['GroupTrunkGroupGetResponse14sp9', group],
  GroupTrunkGroupGetRequest23: ['GroupTrunkGroupGetResponse23', group],
  GroupTrunkGroupGetInstanceListRequest14sp4: [
    'GroupTrunkGroupGetInstanceListResponse14sp4',
    `${group} (groupDepartmentName | includeEnterpriseTrunkGroups!)? onlyTrunkGroupsWithDevice!?`,
  ],
  GroupTrunkGroupGetInstanceRequest19sp1V2: [
    'GroupTrunkGroupGetInstanceResponse19sp1V2',
    trunkGroupKey,
  ],
  GroupTrunkGroupGetInstanceRequest20sp1: [
    'GroupTrunkGroupGetInstanceResponse20sp1',
    trunkGroupKey,
  ],
  GroupTrunkGroupGetInstanceRequest21: ['GroupTrunkGroupGetInstanceResponse21', trunkGroupKey],
  GroupTrunkGroupGetInstanceRequest23: ['GroupTrunkGroupGetInstanceResponse23', trunkGroupKey],
  GroupEnterpriseTrunkGetListRequest: ['GroupEnterpriseTrunkGetListResponse', group],
  GroupEnterpriseTrunkGetRequest21: [
    'GroupEnterpriseTrunkGetResponse21',
    `${group} enterpriseTrunkName`,
  ],
  GroupEnterpriseTrunkGetRequest22: [
    'GroupEnterpriseTrunkGetResponse22',
    `${group} enterpriseTrunkName`,
  ],
  GroupAutoAttendantGetInstanceListRequest: [
    'GroupAutoAttendantGetInstanceListResponse',
    `${group} groupDepartmentName?`,
  ],
  GroupHuntGroupGetInstanceListRequest: [
    'GroupHuntGroupGetInstanceListResponse',
    `${group} groupDepartmentName?`,
  ],
  GroupCallCenterGetInstanceListRequest: [
    'GroupCallCenterGetInstanceListResponse',
    `${group} groupDepartmentName?`,
  ],
  GroupAdminGetListRequest: ['GroupAdminGetListResponse', group],
  GroupDepartmentGetListRequest18: [
    'GroupDepartmentGetListResponse18',
    `${group} includeEnterpriseDepartments!`,
  ],
  GroupAdminGetRequest: ['GroupAdminGetResponse', 'userId'],
  GroupScheduleGetListRequest17sp1: ['GroupScheduleGetListResponse17sp1', `${group} scheduleType?`],
  GroupScheduleGetEventListRequest: [
    'GroupScheduleGetEventListResponse',
    `${group} scheduleKey:schedule`,
  ],
  ...userServiceReads,
};

/** Commands that change something. They are never sent twice. */
export const changeCommands: Rows = {
  GroupModifyRequest: [
    'SuccessResponse',
    `${group} defaultDomain? userLimit#? groupName?~ callingLineIdName?~ callingLineIdPhoneNumber?~ timeZone? locationDialingCode?~ contact:contact? address:address?`,
  ],
  GroupServiceModifyAuthorizationListRequest: [
    'SuccessResponse',
    `${group} servicePackAuthorization{servicePackName ${granted}}?* groupServiceAuthorization{serviceName ${granted}}?* userServiceAuthorization{serviceName ${granted}}?*`,
  ],
  GroupServiceAssignListRequest: ['SuccessResponse', `${group} serviceName*`],
  GroupServiceUnassignListRequest: ['SuccessResponse', `${group} serviceName*`],
  GroupDnActivateListRequest: ['SuccessResponse', numbers],
  GroupDnDeactivateListRequest: ['SuccessResponse', numbers],
  GroupDnAssignListRequest: ['SuccessResponse', numbers],
  GroupDnUnassignListRequest: ['SuccessResponse', numbers],
  GroupTrunkGroupModifyRequest14sp9: [
    'SuccessResponse',
    `${group} maxActiveCalls#? burstingMaxActiveCalls:unbounded? numberOfBurstingBTLUs#?`,
  ],
  UserServiceAssignListRequest: ['SuccessResponse', 'userId serviceName?* servicePackName?*'],
  UserServiceUnassignListRequest: ['SuccessResponse', 'userId serviceName?* servicePackName?*'],
  UserAddRequest22: [
    'SuccessResponse',
    `${group} userId lastName firstName callingLineIdLastName callingLineIdFirstName hiraganaLastName? hiraganaFirstName? phoneNumber? extension? callingLineIdPhoneNumber? password? department:department? language? timeZone? alias?* title? pagerPhoneNumber? mobilePhoneNumber? emailAddress? yahooId? addressLocation? address:address?`,
  ],
  UserDeleteRequest: ['SuccessResponse', 'userId'],
  UserModifyRequest22: [
    'SuccessResponse',
    'userId lastName? firstName? callingLineIdLastName? callingLineIdFirstName? hiraganaLastName? hiraganaFirstName? phoneNumber?~ extension?~ callingLineIdPhoneNumber?~ oldPassword? newPassword?~ department:department?~ language? timeZone? title?~ pagerPhoneNumber?~ mobilePhoneNumber?~ emailAddress?~ yahooId?~ addressLocation?~ address:address?',
  ],
  GroupScheduleAddRequest: ['SuccessResponse', `${group} scheduleName scheduleType`],
  GroupScheduleModifyRequest: ['SuccessResponse', `${group} scheduleKey:schedule newScheduleName?`],
  GroupScheduleDeleteListRequest: ['SuccessResponse', `${group} scheduleKey:schedule*`],
  ...userServiceChanges,
};
