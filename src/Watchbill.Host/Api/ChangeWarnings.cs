using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>What a preview would have said about changes that a token makes at once: double duty, and people who are away.</summary>
internal sealed class ChangeWarnings(IStore store, Schedules schedules, OrgChart chart)
{
    private readonly Availability duties = new(store, schedules);

    /// <summary>Sentences with times in UTC; null: there is nothing to warn of.</summary>
    public async Task<IReadOnlyList<string>?> OfAsync(Rotation rotation, IReadOnlyList<ShiftChange> made, CancellationToken ct)
    {
        var notes = new List<Text>();
        foreach (var change in made)
        {
            var name = await chart.NameAsync(change.Person, ct);
            notes.AddRange([.. await duties.DoubleAsync(rotation.Id, change, name, made, ct), .. await duties.AwayAsync(change, name, ct)]);
        }

        return notes.Count == 0 ? null : [.. notes.Select(note => PlainText.Render(note, DateTimeZone.Utc)).Distinct()];
    }
}
