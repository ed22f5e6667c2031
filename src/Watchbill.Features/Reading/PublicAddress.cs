namespace Watchbill.Reading;

/// <summary>The address under which people and their calendars reach this host, without a slash at its end.</summary>
public delegate string PublicAddress();
