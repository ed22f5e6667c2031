using NodaTime;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Reading;

namespace Watchbill.Paging;

/// <summary>A page with what is said about it: its incident, who is on its levels now, and the names of all of them.</summary>
public sealed record PageFacts(Page Page, Incident Incident, Situation Around, IReadOnlyDictionary<string, string> Names)
{
    /// <summary>Who leads those whom it calls; null: nobody does.</summary>
    public Mention? Lead { get; init; }

    public IReadOnlyList<Runbook> Runbooks { get; init; } = [];

    /// <summary>The team to which triage hands it over; null: those who are called are not triage.</summary>
    public string? Behind { get; init; }

    /// <summary>Who is affected, in words; null: nobody said, as of a page that is of no service, or it is a drill.</summary>
    public string? Affected =>
        !Page.IsDrill && Incident is { Service: not Incident.NoService, ImpactOf: null, Impact: { } share } ? PageWords.Users(share) : null;

    public Instant Now => Around.Now;

    public string Name(string person) => Names.GetValueOrDefault(person, person);

    public Mention Who(string person) => People.Named(person, Name(person));

    public Text All(IEnumerable<string> people) => Text.Join(", ", people.Select(person => (Text)$"{Who(person)}"));

    /// <summary>Whose page it is: a rotation's, a person's, else a service's.</summary>
    public string Of => PageWords.Of(Page, Name);

    /// <summary>Whether one person is called and nobody's rotation.</summary>
    public bool IsDirect => Page.Rotation is null && Page.Person is not null;
}
