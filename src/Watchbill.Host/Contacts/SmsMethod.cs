using System.Text.RegularExpressions;
using Watchbill.Chat;

namespace Watchbill.Contacts;

/// <summary>SMS, which is answered by SMS.</summary>
internal sealed partial class SmsMethod(TwilioApi twilio) : IContactMethod
{
    // More than the service takes.
    private const int MaxLength = 1600;

    public string Name => "sms";

    public string? Off => twilio.Off;

    public string? Fault(string address) => IsNumber(address) ? null
        : "That is no phone number. Write it with the country's code and digits alone, such as +351912345678.";

    public string Masked(string address) => $"…{address[^Math.Min(4, address.Length)..]}";

    public Task SendAsync(string address, Notice notice, Posting posting, CancellationToken ct)
    {
        var text = notice.Text;
        if (notice.Link is not null && notice.Page?.Split('-')[^1] is { } number)
            text += $" Or answer {number}a: you have it, {number}e: next level, {number}c: resolved.";
        return twilio.SendAsync("Messages", address, [("Body", text.Length > MaxLength ? text[..MaxLength] : text)], Name, posting, ct);
    }

    public static bool IsNumber(string address) => Number().IsMatch(address);

    [GeneratedRegex("^\\+[1-9][0-9]{6,14}\\z")]
    private static partial Regex Number();
}
