using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Forms of the bot as it is registered: all that is wrong is said at once, what is there is picked, hints are examples.</summary>
public sealed class WholeFormTests
{
    private static readonly Caller Ana = new("ana", Platforms.Slack, null);

    private static readonly MemoryStore Store = new();

    private static readonly ServiceProvider Bot = new ServiceCollection().AddFeatures()
        .AddSingleton<ReadFileText>((name, _, _) => new FileText(name, default, "", new Node(NodeKind.Mapping, 1), new FileErrors(name)))
        .AddSingleton<Reading.PublicAddress>(() => "https://watchbill.example.com")
        .AddSingleton<IStore>(Store).AddSingleton<SaveNotices>()
        .AddSingleton<IClock>(new FakeClock(Cases.At("2026-11-20T10:00:00Z")))
        .BuildServiceProvider();

    private static readonly CommandRouter Router = Bot.GetRequiredService<CommandRouter>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Asking => [.. Router.Verbs.Where(verb => Required(verb).Any()).Select(verb => verb.Id)];

    [Theory]
    [InlineData("incident declare",
        "service=chekout; title=cards fail; severity=sev9; cause=aliens; impact=lots; noticed=cat; started=soonish",
        "service, severity, cause, impact, noticed, started")]
    [InlineData("incident update", "incident=nope-1; severity=sev9; impact=lots; start=soonish; end=later on",
        "incident, severity, impact, start, end")]
    [InlineData("incident resolve", "incident=nope-1; when=soonish", "incident, when")]
    [InlineData("incident worked", "incident=nope-1; person=bne; period=soonish", "incident, person, period")]
    [InlineData("incident postmortem action", "incident=nope-1; person=bne; priority=p9; period=soonish; text=x",
        "incident, person, priority, period")]
    [InlineData("incident postmortem publish", "incident=nope-1; link=wiki", "incident, link")]
    [InlineData("oncall override", "rotation=payments; person=bne; span=soonish; layer=third", "person, span, layer")]
    [InlineData("oncall override", "rotation=payments; person=bne; span=mon 8:00 to 16:00; cai tue 8:00 to 16:00; layer=third",
        "person, layer")]
    [InlineData("oncall swap", "rotation=payment; when=soonish; person=bne; theirs=later on", "rotation, when, person, theirs")]
    [InlineData("oncall correct", "rotation=payments; when=soonish; person=bne; layer=third; text=x", "when, person, layer")]
    [InlineData("oncall cover", "rotation=payment; span=soonish", "rotation, span")]
    [InlineData("oncall snooze", "incident=nope-1; length=soonish", "incident, length")]
    [InlineData("oncall page", "subject=nobody; text=cards fail p5", "subject, text")]
    [InlineData("oncall create", "rotation=payments; kind=odd; owner=payments; members=ana; every=weekly; from=soonish; at=late; zone=Mars",
        "rotation, kind, every, from, at, zone")]
    [InlineData("oncall advise", "subject=nothing; team-from=lots; domain-from=more", "subject, team-from, domain-from")]
    [InlineData("budget correct", "service=chekout; period=soonish; state=odd; text=x", "service, period, state")]
    [InlineData("budget maintenance", "service=chekout; span=soonish; text=x", "service, span")]
    [InlineData("budget gate", "service=chekout; change=odd", "service, change")]
    [InlineData("engagement change", "service=chekout; model=odd; team=paymets; when=soonish", "service, model, team, when")]
    [InlineData("engagement review start", "service=chekout; entry=few; exhausted=some; periods=all",
        "service, entry, exhausted, periods")]
    [InlineData("pay add", "kind=odd; span=soonish; subject=nothing", "kind, span, subject")]
    [InlineData("pay adjust", "person=bne; period=soonish; amount=lots; text=x", "person, period, amount")]
    [InlineData("pay adjust", "person=ana; period=last month; amount=50; currency=EU; text=x", "amount")]
    [InlineData("pay rate", "person=bne; amount=lots; date=soonish", "person, amount, date")]
    [InlineData("pay factor", "person=bne; factor=lots; date=soonish", "person, factor, date")]
    [InlineData("pay off take", "person=bne; hours=lots; date=soonish", "person, hours, date")]
    [InlineData("report toil add", "service=chekout; minutes=lots; text=x", "service, minutes")]
    [InlineData("report kpi set", "name=Odd One; value=lots; period=soonish", "name, value, period")]
    [InlineData("training start", "person=bne; rotation=payment; mentor=anna", "person, rotation, mentor")]
    [InlineData("training career", "person=bne; program=odd; signer=anna", "person, program, signer")]
    [InlineData("training drill", "scenario=odd; rotation=payment; primary=bne; secondary=anna", "scenario, rotation, primary, secondary")]
    public async Task All_that_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(string form, string filled, string wrong)
    {
        await FillAsync();
        var values = filled.Split("; ").Aggregate(new List<string>(), (parts, part) =>
        {
            if (part.Contains('=', StringComparison.Ordinal)) parts.Add(part);
            else parts[^1] += $"; {part}";
            return parts;
        }).Select(part => part.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

        var again = (await Router.SubmitAsync(form, values, Ana, Ct)).Form!;

        var shown = again.Fields.Where(field => values.ContainsKey(field.Name)).ToList();
        Assert.Equal(wrong.Split(", ").Order(), again.Fields.Where(field => field.Error is not null).Select(field => field.Name).Order());
        Assert.Equal(values, shown.ToDictionary(field => field.Name, field => field.Value!));
    }

    [Theory]
    [InlineData("incident declare", "started", FieldKind.Moment)]
    [InlineData("incident update", "start", FieldKind.Moment)]
    [InlineData("incident update", "mitigated", FieldKind.Moment)]
    [InlineData("incident worked", "period", FieldKind.Span)]
    [InlineData("incident postmortem action", "period", FieldKind.Date)]
    [InlineData("budget correct", "period", FieldKind.Span)]
    [InlineData("oncall swap", "theirs", FieldKind.Moment)]
    [InlineData("oncall edit", "when", FieldKind.Moment)]
    [InlineData("oncall create", "from", FieldKind.Date)]
    [InlineData("oncall create", "at", FieldKind.Time)]
    [InlineData("pay rate", "date", FieldKind.Date)]
    [InlineData("pay factor", "date", FieldKind.Date)]
    [InlineData("pay off take", "date", FieldKind.Date)]
    [InlineData("training report", "date", FieldKind.Date)]
    [InlineData("training career", "signer", FieldKind.Person)]
    [InlineData("training start", "mentor", FieldKind.Person)]
    [InlineData("training drill", "primary", FieldKind.Person)]
    [InlineData("training drill", "secondary", FieldKind.Person)]
    [InlineData("oncall page", "subject", FieldKind.Service | FieldKind.Rotation | FieldKind.Team | FieldKind.Person)]
    [InlineData("oncall ack", "subject", FieldKind.Incident | FieldKind.Service | FieldKind.Rotation)]
    public void An_argument_is_picked_by_what_it_asks_for(string verb, string argument, FieldKind kind)
    {
        var found = Router.Verbs.Single(one => one.Id == verb);
        Assert.Contains(argument, Usage.Parse(found.Usage).Arguments.Select(one => one.Name));
        Assert.Equal(kind, ArgumentKinds.Of(found, argument));
    }

    [Theory]
    [InlineData("pay add", "Rotation or team")]
    [InlineData("oncall page", "Person, rotation, service or team")]
    public async Task A_subject_is_called_by_what_it_may_be(string form, string label)
    {
        await FillAsync();
        var fields = (await Router.AskAsync(form, Ana, Ct)).Form!.Fields;
        Assert.Equal(label, fields.Single(field => field.Name == "subject").Label);
        if (form == "pay add")
            Assert.Equal(["Standby, for a rotation", "Support, for a team"], fields[0].Options.Select(option => option.Label));
    }

    /// <summary>What a hint says may be typed as it stands: the verb reads it, and it is neither a name nor cut short.</summary>
    [Theory]
    [MemberData(nameof(Asking))]
    public async Task A_hint_is_an_example_that_is_valid_as_it_is_typed(string id)
    {
        await FillAsync();
        var verb = Router.Verbs.Single(one => one.Id == id);
        var form = (await Router.AskAsync(id, Ana, Ct)).Form!;
        var hints = form.Fields.Where(field => field.Hint is not null).ToDictionary(field => field.Name, field => field.Hint!);
        Assert.All(hints, hint => Assert.False(hint.Value == hint.Key || hint.Value.Contains('…', StringComparison.Ordinal), hint.Key));
        // What is filled in beside them is not there on purpose: then all is checked, and what the verb reads of the examples is right.
        var values = form.Fields.ToDictionary(field => field.Name, field => field.Hint ?? "nothing-of-the-kind");
        var again = await Router.SubmitAsync(id, values, Ana, Ct);
        Assert.All(again.Form?.Fields.Where(field => hints.ContainsKey(field.Name) && verb.Reads.Holds(field.Name)) ?? [],
            field => Assert.True(field.Error is null, $"{field.Name}: {field.Error}"));
    }

    [Theory]
    [MemberData(nameof(Asking))]
    public async Task What_a_form_cannot_do_without_is_asked_for_again_whatever_else_was_filled_in(string id)
    {
        await FillAsync();
        var verb = Router.Verbs.Single(verb => verb.Id == id);
        var missing = Required(verb).First();
        var values = Usage.Parse(verb.Usage).Arguments
            .ToDictionary(one => one.Name, one => one.Name == missing ? "" : "nothing-of-the-kind");
        var again = await Router.SubmitAsync(id, values, Ana, Ct);
        Assert.NotNull(again.Form!.Fields.Single(field => field.Name == missing).Error);
    }

    [Theory]
    [InlineData("create")]
    [InlineData("oncall create")]
    public async Task Create_alone_asks_for_a_name_by_an_example_that_nothing_is_called_by(string typed)
    {
        await FillAsync();
        var asked = await Router.AskAsync(typed, Ana, Ct);
        Assert.StartsWith("What is it called? For example: `payments-nights`", PlainText.Render(asked, Reader.In(DateTimeZone.Utc)),
            StringComparison.Ordinal);
        Assert.Equal(("Name", null, true), asked.Form!.Fields.Select(field => (field.Label, field.Value, field.Typed)).Single());
        var rest = await Router.AskAsync($"{typed} payments-nights", Ana, Ct);
        Assert.Contains("members", rest.Form!.Fields.Select(field => field.Name));
    }

    [Theory]
    [InlineData("budget correct", "checkout")]
    [InlineData("incident declare", null)]
    public async Task The_service_on_which_somebody_works_is_meant_unless_something_else_is_broken(string form, string? service)
    {
        await FillAsync();
        var works = new Incidents.Incident("checkout", 1, "Slow", Incidents.Severity.Sev2, Cases.At("2026-11-20T09:00:00Z"), null)
        {
            By = "ben",
            At = Cases.At("2026-11-20T09:00:00Z"),
            Responders = [new Incidents.Responder("ben", Cases.At("2026-11-20T09:00:00Z"), null)],
        };
        await Store.SaveAsync(
            [Write.Put("checkout/000001", works), Write.Put("checkout/000001", new Incidents.OpenIncident(works.Start))], Ct);
        var asked = (await Router.AskAsync(form, new Caller("ben", Platforms.Slack, null), Ct)).Form!;
        Assert.Equal(service, asked.Fields.Single(field => field.Name == "service").Value);
    }

    private static IEnumerable<string> Required(Verb verb) =>
        Usage.Parse(verb.Usage).Parts.OfType<UsageArgument>().Select(argument => argument.Name);

    private static async Task FillAsync()
    {
        if (await Store.FindAsync<Rotations.Rotation>("payments", Ct) is not null) return;
        await Roster.FillAsync(Store, Roster.Payments);
        // What is chosen from what somebody has can be chosen.
        await Roster.OverrideAsync(Store, "payments", "ben", "2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z");
        await Store.SaveAsync(
            [Write.Put("ana", new Paging.Contacts([new Paging.Contact("ntfy", "ana-7Kx2Q9") { SentAt = default }]))], Ct);
    }
}
