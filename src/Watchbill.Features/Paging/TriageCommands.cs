using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>What the thin layer in front of domains kept from the teams behind it.</summary>
public sealed class TriageCommands(IStore store, OrgChart chart) : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
    [
        new("report", "triage [<period>]", "What triage answered, what it forwarded, and what of that waited; this month", ShowAsync)
        {
            Looks = true,
        },
    ];

    private async Task<Answer> ShowAsync(Call call, CancellationToken ct)
    {
        var said = call.Arguments["period"] ?? "this month";
        var span = TimePhrases.Period(said, call.AskedAt, await chart.ZoneAsync(call.Caller.Person, ct));
        var triage = (await store.ListAsync<Rotation>(IdRange.All, ct)).Where(rotation => rotation.Value.Kind == RotationKind.Triage)
            .Select(rotation => rotation.Id).ToHashSet();
        var pages = (await store.ListAsync<Page>(IdRange.All, ct)).Select(page => page.Value)
            .Where(page => !page.IsDrill && page.OpenedAt >= span.Start && page.OpenedAt < span.End
                && page.Forwards().FirstOrDefault() is { } first && triage.Contains(first)).ToList();
        if (pages.Count == 0) return new Reply(Text.Bold($"No triage was paged in {said}."));
        return new Reply(
            Text.Bold($"Triage kept {pages.Count(page => page.Forwarded() is null)} of {pages.Count} pages in {said}."))
        {
            Table = new Table(["Triage", "Paged", "Answered", "Forwarded", "Waited"],
                [.. pages.GroupBy(page => page.Forwards().First()).OrderBy(rotation => rotation.Key, StringComparer.Ordinal)
                    .Select(rotation => (IReadOnlyList<Text>)
                    [
                        rotation.Key, $"{rotation.Count()}",
                        $"{rotation.Count(page => page.Forwarded() is null && page.AcknowledgedAt is not null)}",
                        $"{rotation.Count(page => page.Forwarded() is not null)}", $"{rotation.Count(Waited)}",
                    ])]),
            Shareable = true,
        };
    }

    // For the hours of whoever it was forwarded to.
    private static bool Waited(Page page) => page.Forwarded() is { } forwarded
        && page.Events.Any(happened => happened.Kind == PageEventKind.Waiting && happened.At >= forwarded.At);
}
