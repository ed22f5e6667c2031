using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Incidents;

/// <summary>What a person may have of incidents and postmortems, and what goes when they are forgotten.</summary>
public sealed class PersonInIncidentTests
{
    private static readonly Instant At = Cases.At("2026-11-20T09:00:00Z");

    private static Incident Incident { get; } = new("checkout", 12, "Payments fail", Severity.Sev2, At, null)
    {
        Responders = [new("ana", At, null), new("ben", At, null)],
        Notes = [new("ben", At, "Rolled back."), new("cai", At, "Checked.")],
        By = "dora",
        At = At,
    };

    private static Postmortem Postmortem { get; } = new("checkout", 12, "ana", new LocalDate(2026, 11, 27))
    {
        AskedAt = At,
        Actions = [Action(1, "ben"), Action(2, "cai"), Action(3, "ben")],
    };

    [Theory]
    [InlineData("ana", 1, 0)]
    [InlineData("ben", 1, 1)]
    [InlineData("cai", 0, 1)]
    [InlineData("dora", 0, 0)] // made this version of it
    public void Theirs_are_their_own_hours_and_notes(string person, int responders, int notes)
    {
        var own = Incident.Of(person)!;
        Assert.Equal((responders, notes), (own.Responders.Count, own.Notes.Count));
        Assert.All(own.Responders, responder => Assert.Equal(person, responder.Person));
        Assert.All(own.Notes, note => Assert.Equal(person, note.Person));
    }

    [Fact]
    public void An_incident_that_does_not_name_them_is_not_theirs() => Assert.Null(Incident.Of("eve"));

    [Fact]
    public void Their_words_go_and_their_hours_stay()
    {
        var left = Incident.Without("ben")!;
        Assert.Equal(["cai"], left.Notes.Select(note => note.Person));
        Assert.Equal(["ana", "ben"], left.Responders.Select(responder => responder.Person));
        Assert.Null(Incident.Without("ana"));
    }

    [Theory]
    [InlineData("ana", "1 2 3")] // who writes it has it whole
    [InlineData("ben", "1 3")]
    [InlineData("cai", "2")]
    [InlineData("dora", null)]
    public void Of_a_postmortem_they_get_their_own_actions(string person, string? actions) =>
        Assert.Equal(actions,
            Postmortem.Of(person) is { } own ? string.Join(' ', own.Actions.Select(action => action.Number)) : null);

    [Fact]
    public void Theirs_are_the_runbooks_they_reviewed()
    {
        var uses = RunbookUses.None.Review(new("A", "https://a"), "ben", At).Review(new("B", "https://b"), "ana", At);
        Assert.Equal(["B"], uses.Of("ana")!.Uses.Select(use => use.Alert));
        Assert.Null(uses.Of("cai"));
    }

    private static PostmortemAction Action(int number, string person) =>
        new(number, "Test it.", person, ActionPriority.P0, new LocalDate(2026, 11, 30));
}
