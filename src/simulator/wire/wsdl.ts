// The service description, for clients that want one before they call. Written from what the service takes.

/** Describes the one operation, document/literal, at the address it was asked under. */
export function wsdl(address: string): string {
  const urn = 'urn:com:broadsoft:webservice';
  const message = (name: string) =>
    `<wsdl:message name="${name}"><wsdl:part name="parameters" element="impl:${name}"/></wsdl:message>`;
  const element = (name: string, part: string) =>
    `<xsd:element name="${name}"><xsd:complexType><xsd:sequence><xsd:element name="${part}" type="xsd:string"/></xsd:sequence></xsd:complexType></xsd:element>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<wsdl:definitions targetNamespace="${urn}" xmlns:impl="${urn}" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:wsdlsoap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema">`,
    `<wsdl:types><xsd:schema elementFormDefault="qualified" targetNamespace="${urn}">`,
    element('processOCIMessage', 'in0'),
    element('processOCIMessageResponse', 'processOCIMessageReturn'),
    '</xsd:schema></wsdl:types>',
    message('processOCIMessage'),
    message('processOCIMessageResponse'),
    '<wsdl:portType name="BWProvisioningService"><wsdl:operation name="processOCIMessage">',
    '<wsdl:input message="impl:processOCIMessage"/><wsdl:output message="impl:processOCIMessageResponse"/>',
    '</wsdl:operation></wsdl:portType>',
    '<wsdl:binding name="ProvisioningServiceSoapBinding" type="impl:BWProvisioningService">',
    '<wsdlsoap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>',
    '<wsdl:operation name="processOCIMessage"><wsdlsoap:operation soapAction=""/>',
    '<wsdl:input><wsdlsoap:body use="literal"/></wsdl:input><wsdl:output><wsdlsoap:body use="literal"/></wsdl:output>',
    '</wsdl:operation></wsdl:binding>',
    '<wsdl:service name="BWProvisioningServiceService">',
    `<wsdl:port binding="impl:ProvisioningServiceSoapBinding" name="ProvisioningService"><wsdlsoap:address location="${address}"/></wsdl:port>`,
    '</wsdl:service></wsdl:definitions>',
    '',
  ].join('\n');
}
