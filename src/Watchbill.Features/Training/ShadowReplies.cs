using System.Globalization;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Reading;

namespace Watchbill.Training;

/// <summary>Words about shifts that somebody in training sits beside, and about looking back at their incidents.</summary>
public static class ShadowReplies
{
    /// <summary>To who learns, when a turn was added.</summary>
    public static Reply Added(ShadowTurn turn, IReadOnlyDictionary<string, string> names) => new(
        Text.Bold($"You shadow {names.Named(turn.Beside)}: {turn.Rotation}, {Text.Span(turn.Start, turn.End)}.")
            + " Begin in working hours. You hear of its incidents and are never paged.")
    { Actions = [Decline(turn)] };

    /// <summary>To who is on call then.</summary>
    public static Reply Beside(ShadowTurn turn, IReadOnlyDictionary<string, string> names) => new(
        Text.Bold($"{names.Named(turn.Person)} shadows you: {turn.Rotation}, {Text.Span(turn.Start, turn.End)}.")
            + " Say aloud what you look at and why.");

    /// <summary>Where who is on call has changed.</summary>
    public static Reply Moved(ShadowTurn turn, IReadOnlyDictionary<string, string> names) => new(
        Text.Bold($"No shadowing {Text.Span(turn.Start, turn.End)}:") +
            $" {names.Named(turn.Beside)} is no longer on call for {turn.Rotation} "
            + "then. Another shift follows.");

    /// <summary>To the other one, when somebody cannot.</summary>
    public static Reply Declined(ShadowTurn turn, string by) => new(
        Text.Bold($"No shadowing {Text.Span(turn.Start, turn.End)}:") + $" {by} cannot then. Another shift of {turn.Rotation} follows.");

    /// <summary>While an incident of the shift is open.</summary>
    public static Reply Open(ShadowTurn turn, Incident incident, IReadOnlyDictionary<string, string> names) => new(
        OpenWorkReplies.Headline(incident) +
            $" {names.Named(turn.Beside)} is on call. Follow along, and note what you would look at first.");

    /// <summary>Once it is over.</summary>
    public static Reply LookBack(Incident incident) => new(
        Text.Bold($"Look back at {incident.Id}: {incident.Title}.") + " Three questions, for you and your mentor.")
    { Actions = [Debrief(incident.Service, incident.Number)] };

    public static Button Debrief(string service, int number) => new(
        string.Create(CultureInfo.InvariantCulture, $"Look back: {service}-{number}…"), "training-debrief",
        new ButtonValue(ButtonSubject.Incident, service, number.ToString(CultureInfo.InvariantCulture)).ToString());

    public static Button Decline(ShadowTurn turn) =>
        new("Decline shadow shift", "shadow-decline", new ButtonValue(ButtonSubject.Rotation, turn.Id.Split('/')).ToString());

    /// <summary>The three questions.</summary>
    public static Reply Questions(string incident) => new(Text.Bold($"Look back at {incident}"))
    {
        Form = new Form("training debrief", $"Look back at {incident}",
        [
            new FormField("incident", "Incident") { Value = incident, Options = [new(incident, incident)] },
            new FormField("seen", "What did you see?") { Multiline = true },
            new FormField("clear", "What made sense, what did not?") { Multiline = true },
            new FormField("instead", "What would you have done?") { Multiline = true },
        ]),
    };

    /// <summary>To the mentor.</summary>
    public static Reply Debriefed(string name, string incident, string seen, string clear, string instead) => new(
        Text.Bold($"{name} looked back at {incident}.") + " Talk it through.")
    { Fields = [new("Saw", seen), new("Made sense", clear), new("Would have done", instead)] };
}
