using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Fixtures;

/// <summary>What a person reads, as plain text; on Friday 20 November 2026, 10:00, where no moment is said.</summary>
public static partial class Written
{
    private static readonly Instant Friday = Instant.FromUtc(2026, 11, 20, 10, 0);

    // Those of which somebody who sees one line sees no answer, by the text itself.
    private static readonly ConditionalWeakTable<string, object> Plain = [];

    public static string Of(Reply reply, DateTimeZone zone, Instant? now = null) => Of(reply, new Reader(zone, now ?? Friday));

    public static string Of(Reply reply, Reader reader)
    {
        Assert.DoesNotContain(ReplyWords.Of(reply).Parts, part => part is Words words && Command().IsMatch(words.Value));
        Assert.Distinct(reply.Actions.Select(button => button.Label));
        return Noted(PlainText.Render(reply, reader), reply);
    }

    // Between backticks in plain words: it is code where it was said, and lost that on its way.
    [GeneratedRegex("`[^`]+`")]
    private static partial Regex Command();

    public static string Of(Text text, DateTimeZone zone, Instant? now = null) => PlainText.Render(text, new Reader(zone, now ?? Friday));

    /// <summary>A message, which is read again later.</summary>
    public static string Message(Reply reply, DateTimeZone zone, Instant? now = null) =>
        Of(reply, new Reader(zone, now ?? Friday) { Stays = true });

    /// <summary>Several in one text.</summary>
    public static string Noted(string said, params IEnumerable<Reply> of)
    {
        var plain = of.Where(reply => reply.Text.Parts is not [{ Strong: true }, ..]).ToList();
        if (plain.Count > 0) Plain.AddOrUpdate(said, said);
        return said;
    }

    /// <summary>Whether a text is that of a reply that does not begin with its answer, in bold.</summary>
    public static bool IsPlain(string said) => Plain.TryGetValue(said, out _);
}
