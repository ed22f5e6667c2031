using Watchbill.Compensation;
using Watchbill.Engagements;
using Watchbill.Incidents;
using Watchbill.Rotations;

namespace Watchbill.Organization;

/// <summary>The new ids of things that the file renames, and documents with them.</summary>
internal sealed class Renames(IReadOnlyList<Renaming> renamings)
{
    private readonly Dictionary<(string Section, string Old), string> byOld =
        renamings.ToDictionary(one => (one.Section, one.Old), one => one.New);
    private readonly Dictionary<(string Section, string New), string> byNew =
        renamings.ToDictionary(one => (one.Section, one.New), one => one.Old);

    public bool Any => byOld.Count > 0;

    /// <summary>What the thing with this id was called; null where it is not renamed.</summary>
    public string? Old(string section, string id) => byNew.GetValueOrDefault((section, id));

    /// <summary>What the thing with this id is called now.</summary>
    public string New(string section, string id) => byOld.GetValueOrDefault((section, id), id);

    public bool Renamed(string section, string id) => byOld.ContainsKey((section, id));

    public Rotation In(Rotation rotation) => rotation with
    {
        Owner = New(rotation.Kind == RotationKind.Team ? "teams" : "domains", rotation.Owner),
        Layers =
        [
            .. rotation.Layers.Select(layer => layer with
            {
                Versions = [.. layer.Versions.Select(version => version with { Members = [.. version.Members.Select(Person)] })],
            }),
        ],
    };

    public RotationChanges In(RotationChanges changes) => new(
    [
        .. changes.Changes.Select(change => change with
        {
            Person = Person(change.Person),
            Instead = change.Instead is { } instead ? Person(instead) : null,
            DecidedBy = Person(change.DecidedBy),
        }),
    ]);

    public WorkedShift In(WorkedShift worked) => worked with
    {
        Rotation = New("rotations", worked.Rotation),
        Shift = worked.Shift with
        {
            Person = worked.Shift.Person is { } person ? Person(person) : null,
            Instead = worked.Shift.Instead is { } instead ? Person(instead) : null,
        },
        Team = worked.Team is { } team ? New("teams", team) : null,
        Domain = worked.Domain is { } domain ? New("domains", domain) : null,
        Services = [.. worked.Services.Select(service => New("services", service))],
    };

    public HandoffState In(HandoffState state) =>
        state with { Holders = state.Holders.ToDictionary(held => held.Key, held => held.Value is { } holder ? Person(holder) : null) };

    public Handoff In(Handoff handoff) => handoff with
    {
        Rotation = New("rotations", handoff.Rotation),
        Layers =
        [
            .. handoff.Layers.Select(layer => layer with
            {
                Outgoing = layer.Outgoing is { } outgoing ? Person(outgoing) : null,
                Incoming = layer.Incoming is { } incoming ? Person(incoming) : null,
            }),
        ],
        Notes = In(handoff.Notes),
        Acknowledged = [.. handoff.Acknowledged.Select(acknowledged => acknowledged with { Person = Person(acknowledged.Person) })],
    };

    public Reminded In(Reminded reminded) =>
        new([.. reminded.Reminders.Select(reminder => reminder with { Person = Person(reminder.Person) })]);

    public HandoffNotes In(HandoffNotes notes) => new(In(notes.Notes));

    public ApiToken In(ApiToken token) => token with
    {
        MadeBy = token.MadeBy is { } by ? Person(by) : null,
        Services = [.. token.Services.Select(service => New("services", service))],
        Teams = [.. token.Teams.Select(team => New("teams", team))],
    };

    public Engagement In(Engagement engagement) => engagement with
    {
        By = engagement.By is { } by ? New("teams", by) : null,
        Sres = [.. engagement.Sres.Select(Person)],
    };

    public EngagementHistory In(EngagementHistory history) => history with
    {
        Service = New("services", history.Service),
        Changes = [.. history.Changes.Select(
            change => change with { Before = In(change.Before), After = In(change.After), DecidedBy = Person(change.DecidedBy) })],
        Handbacks =
        [
            .. history.Handbacks.Select(handback => handback with
            {
                Before = In(handback.Before),
                After = In(handback.After),
                ProposedBy = Person(handback.ProposedBy),
                DecidedBy = handback.DecidedBy is { } decided ? Person(decided) : null,
            }),
        ],
        Review = history.Review is not { } review ? null : review with
        {
            By = New("teams", review.By),
            StartedBy = Person(review.StartedBy),
            Items = [.. review.Items.Select(item => item with { SignedBy = item.SignedBy is { } signer ? Person(signer) : null })],
        },
    };

    /// <summary>The new id of a person.</summary>
    public string Person(string id) => New("people", id);

    private IReadOnlyList<HandoffNote> In(IReadOnlyList<HandoffNote> notes) =>
        [.. notes.Select(note => note with { Person = Person(note.Person) })];

    public SwapRequest In(SwapRequest swap) => swap with
    {
        Rotation = New("rotations", swap.Rotation),
        Given = swap.Given with { Person = Person(swap.Given.Person) },
        Returned = swap.Returned is { } returned ? returned with { Person = Person(returned.Person) } : null,
        With = Person(swap.With),
        AskedBy = Person(swap.AskedBy),
    };

    public CoverRequest In(CoverRequest cover) => cover with
    {
        Rotation = New("rotations", cover.Rotation),
        Person = Person(cover.Person),
        AskedBy = Person(cover.AskedBy),
        Asked = [.. cover.Asked.Select(Person)],
        Declined = [.. cover.Declined.Select(Person)],
        Taken = [.. cover.Taken.Select(part => part with { Person = Person(part.Person) })],
    };

    /// <summary>An incident keeps its number: what was <c>checkout-12</c> is <c>shop-12</c> once its service is called shop.</summary>
    public Incident In(Incident incident) => incident with
    {
        Service = New("services", incident.Service),
        By = Person(incident.By),
        Responders = [.. incident.Responders.Select(responder => responder with { Person = Person(responder.Person) })],
        Notes = [.. incident.Notes.Select(note => note with { Person = Person(note.Person) })],
    };

    /// <summary>Whether anything in it is renamed: there may be many, and most are of others.</summary>
    public bool Concern(Incident incident) => Renamed("services", incident.Service)
        || incident.Responders.Select(responder => responder.Person).Concat(incident.Notes.Select(note => note.Person)).Append(incident.By)
            .Any(person => Renamed("people", person));

    public Postmortem In(Postmortem postmortem) => postmortem with
    {
        Service = New("services", postmortem.Service),
        Owner = Person(postmortem.Owner),
        Actions = [.. postmortem.Actions.Select(action => action with { Person = Person(action.Person) })],
    };

    public RunbookUses In(RunbookUses uses) =>
        new([.. uses.Uses.Select(use => use with { ReviewedBy = use.ReviewedBy is { } person ? Person(person) : null })]);

    public Correction In(Correction correction) => correction with
    {
        Rotation = New("rotations", correction.Rotation),
        Person = Person(correction.Person),
        DecidedBy = Person(correction.DecidedBy),
    };

    public TimeEntry In(TimeEntry entry) => entry with
    {
        Person = Person(entry.Person),
        By = Person(entry.By),
        Rotation = entry.Rotation is { } rotation ? New("rotations", rotation) : null,
        Team = entry.Team is { } team ? New("teams", team) : null,
    };

    public ChatLink In(ChatLink link) => link with { Person = Person(link.Person) };

    // The rotation is part of what a calendar knows an entry by, so it stays: the next time it is served the old entry is cancelled and the
    // new one stands beside it.
    public FeedState In(FeedState feed) => feed with
    {
        Events = [.. feed.Events.Select(served => served with
        {
            Shift = served.Shift with
            {
                Person = served.Shift.Person is { } person ? Person(person) : null,
                Instead = served.Shift.Instead is { } instead ? Person(instead) : null,
            },
        })],
    };
}
