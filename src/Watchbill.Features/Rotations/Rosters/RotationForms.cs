using System.Globalization;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Training;

namespace Watchbill.Rotations;

/// <summary>The forms that ask for a rotation: what it is, or what of it changes.</summary>
internal static class RotationForms
{
    public const string Create = "oncall create";
    public const string Edit = "oncall edit";

    /// <param name="programs">Training that a rotation may require.</param>
    public static Reply ToCreate(string id, string? owner, string zone, LocalDate monday, IReadOnlyList<TrainingProgram> programs) =>
        new(Text.Bold("New rotation.") + " You see the next turns first.")
        {
            Form = new Form(Create, "A new rotation",
            [
                new("rotation", "Name") { Value = id, Hint = "payments-nights", Typed = true },
                new("kind", "Kind") { Value = "team", Options = [new("team", "Team"), new("domain", "Domain"), new("triage", "Triage")] },
                new("owner", "Owner (team or domain)") { Value = owner, Kind = FieldKind.Team | FieldKind.Domain },
                new("members", "Members") { Hint = "ana, ben, cai", Optional = true },
                new("layers", "Layers (instead of members)")
                {
                    Hint = "primary: ana, ben; secondary: ben, ana",
                    Optional = true,
                    Multiline = true,
                },
                .. Times("1 week", monday.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture), "09:00", zone),
                .. Covered("always", null),
                Required(null, programs),
            ]),
        };

    /// <summary>All fields as they are in the newest version.</summary>
    public static Reply ToEdit(Rotation rotation, IReadOnlyList<TrainingProgram> programs)
    {
        var promise = rotation.CoverageAt(Instant.MaxValue);
        var (turn, coverage) = (promise.Turn, promise.Coverage);
        return new(Text.Bold($"Change {rotation.Id}.") + " You see the next turns first.")
        {
            Form = new Form(Edit, $"Change {rotation.Id}",
            [
                new("rotation", "Rotation") { Value = rotation.Id, Kind = FieldKind.Rotation },
                new("owner", "Owner") { Value = rotation.Owner, Kind = FieldKind.Team | FieldKind.Domain },
                new("layers", "Layers") { Value = Layers(rotation), Multiline = true },
                .. Times($"{turn.Count} {Unit(turn)}", turn.Anchor.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
                    turn.Anchor.ToString("HH:mm", CultureInfo.InvariantCulture), turn.TimeZone),
                .. Covered(coverage.Windows.Count == 0 ? "always" : RosterText.Windows(coverage, "; "), coverage.HolidaysOff),
                Required(rotation.Requires, programs),
                new("when", "Effective (empty: when the current shift ends)")
                {
                    Hint = "mon 09:00",
                    Kind = FieldKind.Moment,
                    Optional = true,
                },
                new("insist", "Insist on people who are not qualified, because (leads only)")
                {
                    Hint = "nobody else is free",
                    Optional = true,
                },
            ]),
        };
    }

    private static string Layers(Rotation rotation) =>
        string.Join("; ", rotation.Layers.Where(layer => !layer.IsRemoved(Instant.MaxValue)).Select(layer =>
            $"{layer.Id}{(layer.Level == layer.Id ? "" : " as " + layer.Level)}{(layer.Shadow ? " (shadow)" : "")}: "
                + string.Join(", ", layer.MembersAt(Instant.MaxValue))));

    private static string Unit(TurnRule turn) => turn.Unit.ToString().ToLowerInvariant() + (turn.Count == 1 ? "" : "s");

    private static FormField[] Times(string every, string from, string at, string zone) =>
    [
        new("every", "Turn length") { Value = every, Hint = "1 week" },
        new("from", "First turn on") { Value = from, Hint = "2027-01-04", Kind = FieldKind.Date },
        new("at", "Handed over at") { Value = at, Hint = "09:00", Kind = FieldKind.Time },
        new("zone", "Time zone") { Value = zone, Hint = "Europe/Lisbon" },
    ];

    private static FormField Required(string? program, IReadOnlyList<TrainingProgram> programs) => new("requires", "Training required")
    {
        Value = program ?? "none",
        Options = [new("none", "None"), .. programs.Select(one => new FormOption(one.Id, one.Title ?? one.Id))],
    };

    private static FormField[] Covered(string coverage, string? calendar) =>
    [
        new("coverage", "Coverage") { Value = coverage, Hint = "Mon-Fri 09:00-17:00; Sat 10:00-14:00" },
        new("calendar", "Holidays off (empty: covered)") { Value = calendar, Hint = "PT", Optional = true },
    ];
}
