using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Watchbill.Chat;

namespace Watchbill.Health;

/// <summary>The weekly report to a lead: whose limits were crossed, with who set them, and who could take the next night.</summary>
public static class HealthWeeklyReplies
{
    private static readonly LocalDateTimePattern Typed = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    /// <param name="zone">In which the reader types times.</param>
    public static Reply Report(TeamView view, IReadOnlyList<PersonView> crossed, IReadOnlyList<NightProposal> proposals,
        IReadOnlyDictionary<string, string> names, DateTimeZone zone) => new(Text.Lines([
        Text.Bold($"{view.Team.Id}: {crossed.Count} of {view.People.Count} people crossed a limit on call."),
        .. HealthReplies.Crossed(crossed),
        .. proposals.Select(one => Proposal(one, names)),
        .. view.Small.Select(one => (Text)$"{one.Rotation} has {one.People} people; it needs {one.Needed} (SRE book, chapter 11).")]))
        {
            Actions = [.. proposals.Select(one => Buttons.Running(
                $"Give night to {People.First(names[one.Taker])}", Command(one, zone)))],
        };

    private static Text Proposal(NightProposal one, IReadOnlyDictionary<string, string> names) =>
        (Text)$"Give {one.Night.Start:date} night of {one.Rotation} to {names.Named(one.Taker)}: "
            + (one.Since is { } since
                ? string.Create(CultureInfo.InvariantCulture, $"{since} {(since == 1 ? "night" : "nights")} since their last.")
                : "none in the last 90 days.");

    private static string Command(NightProposal one, DateTimeZone zone) =>
        $"override {one.Rotation} {one.Taker} {Typed.Format(one.Night.Start.InZone(zone).LocalDateTime)} to "
            + $"{Typed.Format(one.Night.End.InZone(zone).LocalDateTime)} layer {one.Layer}";
}
