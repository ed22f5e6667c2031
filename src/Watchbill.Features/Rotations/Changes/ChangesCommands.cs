using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>Shows what was decided about a rotation and is not over yet.</summary>
public sealed class ChangesCommands(IStore store, OrgChart chart) : ICommands
{
    private const int MaxRows = 40;

    public IReadOnlyList<Verb> Verbs =>
        [new("oncall", "changes <rotation>", "Overrides, swaps and covers that are not over", ListAsync) { Looks = true }];

    private async Task<Answer> ListAsync(Call call, CancellationToken ct)
    {
        var rotation = await chart.RotationAsync(call.Arguments.Required("rotation"), ct);
        var changes =
            ((await store.FindAsync<RotationChanges>(rotation.Id, ct))?.Value.Changes ?? []).Where(change => change.End > call.Now)
                .OrderBy(change => change.Start).ToList();
        if (changes.Count == 0)
            return new Reply(Text.Bold($"No changes for {rotation.Id}.")) { Shareable = true };
        var names = await chart.NamesAsync(changes.SelectMany(change => new[] { change.Person, change.Instead, change.DecidedBy }), ct);
        var leads = await chart.LeadsAsync(call.Caller, rotation, call.Now, ct);
        List<ShiftChange> removable = [.. changes.Where(change => change.Kind switch
        {
            ShiftSource.Override => leads,
            ShiftSource.Cover => leads || (change.Person == call.Caller.Person && change.Start > call.Now),
            _ => false,
        }).DistinctBy(change => change.Id).Take(MaxRows)];
        var zone = await chart.ZoneAsync(call.Caller.Person, ct);
        string When(ShiftChange change) =>
            changes.Count(other => other.Id == change.Id) is > 1 and var spans ? $"{spans} spans" : Buttons.Day(change.Start, zone);
        var labels =
            Buttons.Apart(
                [.. removable.Select(change => $"{Verb(change)} {People.First(names[change.Person])}, {When(change)}")],
                [.. removable.Select(change => $"{Verb(change)} {When(change)}")],
                [.. removable.Select(change => $"{Verb(change)} {names[change.Person]}")]);
        return new Reply(
            Text.Bold($"{rotation.Id}: {changes.Count} {(changes.Count == 1 ? "change" : "changes")} ahead")
                + (changes.Count > MaxRows ? $". The first {MaxRows}:" : ""))
        {
            Table =
                new Table(["Who", "When", "Layer", "Change"], [.. changes.Take(MaxRows).Select(change => (IReadOnlyList<Text>)
                [
                    $"{names.Named(change.Person)}", Text.Span(change.Start, change.End), change.Layer,
                    change.Kind.ToString().ToLowerInvariant()
                        + (change.Instead is { } instead ? (Text)$" for {names.Named(instead)}" : Text.Empty)
                        + (change.DecidedBy == change.Person || change.DecidedBy == change.Instead ? Text.Empty
                            : (Text)$" by {names.Named(change.DecidedBy)}"),
                ])]),
            Actions = [.. removable.Zip(labels, (change, label) => new Button(label,
                change.Kind == ShiftSource.Cover ? "cover-return" : "override-remove",
                new ButtonValue(ButtonSubject.Rotation, rotation.Id, change.Id).ToString()))],
            Shareable = true,
        };
    }

    private static string Verb(ShiftChange change) => change.Kind == ShiftSource.Cover ? "Hand back" : "Remove";
}
