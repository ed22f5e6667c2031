using System.Xml.Linq;
using Watchbill.Chat;

namespace Watchbill.Contacts;

/// <summary>A call that reads a page out and is answered by a key. A mailbox presses none, so it acknowledges nothing.</summary>
internal sealed class VoiceMethod(TwilioApi twilio) : IContactMethod
{
    public string Name => "voice";

    public string? Off => twilio.Off;

    public string? Fault(string address) => SmsMethod.IsNumber(address) ? null
        : "That is no phone number. Write it with the country's code and digits alone, such as +351912345678.";

    public string Masked(string address) => $"…{address[^Math.Min(4, address.Length)..]}";

    public Task SendAsync(string address, Notice notice, Posting posting, CancellationToken ct) => twilio.SendAsync("Calls", address,
        [("Twiml", Spoken(notice).ToString(SaveOptions.DisableFormatting))], Name, posting, ct);

    private XElement Spoken(Notice notice)
    {
        if (notice.Code is { } code)
            return Twice(new XElement("Response"), $"This is Watchbill. Your code is {string.Join(", ", code.ToCharArray())}.");
        if (notice.Link is not { } link) return Twice(new XElement("Response"), $"This is Watchbill. {notice.Title}. {notice.Text}");
        var keys = new XElement("Gather", new XAttribute("numDigits", 1), new XAttribute("timeout", 10),
            new XAttribute("action", twilio.Callback("voice", "link", link[(link.LastIndexOf('/') + 1)..])));
        return new XElement("Response",
            Twice(keys, $"This is Watchbill. {notice.Title}. {(notice.Lines is [var first, ..] ? first : notice.Text)} "
                + "Press 4 to take it, 5 for the next level, 6 to resolve it."),
            new XElement("Say", "No key was pressed, so nobody has it."));
    }

    private static XElement Twice(XElement within, string text)
    {
        within.Add(new XElement("Say", text), new XElement("Pause", new XAttribute("length", 1)), new XElement("Say", text));
        return within;
    }
}
