using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>
/// What a preview would have said about changes that a token makes at once: double duty, people who are away, and who cannot be told.
/// </summary>
internal sealed class ChangeWarnings(IStore store, Schedules schedules, OrgChart chart, Unheard unheard)
{
    private readonly Availability duties = new(store, schedules);

    /// <summary>Sentences with times in UTC; null: there is nothing to warn of.</summary>
    public async Task<IReadOnlyList<string>?> OfAsync(
        Rotation rotation, Plan plan, IReadOnlyList<ShiftChange> made, CancellationToken ct)
    {
        var notes = new List<Text>();
        foreach (var change in made)
        {
            var who = $"{await chart.NameAsync(change.Person, ct)} is";
            notes.AddRange([.. await duties.DoubleAsync(rotation.Id, change, who, made, ct), .. await duties.AwayAsync(change, who, ct)]);
        }

        if (await unheard.OfAsync(plan, ct) is { } line) notes.Add(line);
        return notes.Count == 0
            ? null
            : [.. notes.Select(note => PlainText.Render(note, new Reader(DateTimeZone.Utc, Now: null) { Elsewhere = true })).Distinct()];
    }
}
