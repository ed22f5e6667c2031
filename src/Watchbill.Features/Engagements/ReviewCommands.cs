using System.Globalization;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Engagements;

/// <summary>The readiness review: started, signed item by item by both sides, and looked at.</summary>
public sealed class ReviewCommands(IStore store, EngagementQueries queries, OrgChart chart, Qualifications qualifications) : ICommands
{
    private const int MaxPeriods = 24;

    public IReadOnlyList<Verb> Verbs =>
    [
        new("engagement", "review <service>", "How far the readiness review of a service is", ShowAsync) { Looks = true },
        new("engagement", "review start <service> [by <team>] [entry <entry>] [exit <exhausted> of <periods>]",
            "Start the review before an SRE team takes a service over", StartAsync)
        {
            Reads = new()
            {
                { "team", (call, ct) => SreTeamAsync(call.Arguments["team"], ct) },
                { "entry", call => Number(call, "entry") },
                { "exhausted", call => Number(call, "exhausted") },
                { "periods", call => Number(call, "periods") },
            },
        },
        new("engagement", "review sign <service> <item> [because <text>]", "Sign an item of the review",
            (call, ct) => SignAsync(call, call.Arguments.Required("service"), call.Arguments.Required("item"), ct)),
    ];

    public IReadOnlyList<PressHandler> Presses =>
    [
        new("review-sign",
            (call, value,
                ct) =>
                    ButtonValue.Read(ButtonSubject.Service, value).Ids is [var service, var item]
                        ? SignAsync(call, service, item, ct) : throw new RefusedException("This button names no item. Nothing changed.")),
    ];

    private async Task<Answer> ShowAsync(Call call, CancellationToken ct)
    {
        var engaged = await queries.OfAsync(call.Arguments.Required("service"), ct);
        if (engaged.History.Review is not { } review)
            return new Reply(Text.Bold($"{engaged.Service.Id} has no readiness review.")
                + $" Start one: `engagement review start {engaged.Service.Id}`")
            {
                Shareable = true,
            };
        var mine = new HashSet<ReviewSide>();
        if (await IsOfAsync(call, engaged.Service.Team, ct)) mine.Add(ReviewSide.Owner);
        if (await IsOfAsync(call, review.By, ct)) mine.Add(ReviewSide.Sre);
        return ReviewReplies.Shown(engaged, review,
            await chart.NamesAsync(review.Items.Select(item => item.SignedBy).Append(review.StartedBy), ct), mine,
            await TrainedAsync(review.By, call, ct));
    }

    // Of each rotation of the SRE team that requires training: who of its roster has it, by name, since whoever takes over has to know.
    private async Task<IReadOnlyList<Text>> TrainedAsync(string team, Call call, CancellationToken ct)
    {
        var lines = new List<Text>();
        foreach (var rotation in (await chart.Responsibilities.ReadAsync(ct)).OfTeam(team).Where(one => one.Requires is not null))
        {
            var members = Qualifications.Members(rotation, call.Now);
            var trained = await qualifications.QualifiedAsync(rotation, call.Now, ct);
            lines.Add(ReviewReplies.Trained(rotation.Id, members.Count,
                [.. (await chart.NamesAsync(members.Except(trained), ct)).Values.Order(StringComparer.Ordinal)]));
        }

        return lines;
    }

    private async Task<Answer> StartAsync(Call call, CancellationToken ct)
    {
        var engaged = await queries.OfAsync(call.Arguments.Required("service"), ct);
        var current = engaged.At(call.Now);
        if (engaged.History.Review is { } running && !running.IsComplete())
            throw new RefusedException(
                $"A review of {engaged.Service.Id} with {running.By} is already running. See it: `engagement review {engaged.Service.Id}`")
            {
                Field = "service",
            };
        var by =
            await SreTeamAsync(
                call.Arguments["team"] ?? (engaged.History.Handbacks is [.., var last] ? last.Before.By : null) ?? current.By, ct);
        await queries.MustLeadAsync(call.Caller, [engaged.Service.Team, by.Id], $"start a readiness review of {engaged.Service.Id}",
            call.Now, ct);
        var exit =
            call.Arguments["exhausted"] is null
                ? Agreement.Default.Exit : new ExitCondition(Number(call, "exhausted"), Number(call, "periods"));
        if (exit.Exhausted > exit.Periods)
            throw new RefusedException(
                $"{ModelWords.Of(exit)} can never happen: fewer periods than overspent ones. For example: exit 2 of 4")
            {
                Field = "exhausted",
            };
        var review =
            new ReadinessReview(by.Id,
                new Agreement(call.Arguments["entry"] is null ? Agreement.Default.Entry : Number(call, "entry"), exit), call.Caller.Person,
                call.Now);
        var to = await queries.BothAsync(engaged.Service, [by.Id], call.Now, ct);
        return new Plan(ReviewReplies.StartPreview(engaged, review), ReviewReplies.Started(engaged, review),
        [
            engaged.Save(engaged.History with { Review = review }),
            Write.Audit(
                new AuditEntry(call.Now, call.Caller.Person, "engagement review start", $"engagement/{engaged.Service.Id}",
                    call.Caller.Platform.Name) { New = $"{by.Id}, {ModelWords.Of(review.Agreement)}" }),
            .. EngagementQueries.Say(to, _ => ReviewReplies.Started(engaged, review), $"{engaged.Service.Id}/review", call.Now),
        ])
        { Act = "Start review" };
    }

    private async Task<Answer> SignAsync(Call call, string service, string named, CancellationToken ct)
    {
        var engaged = await queries.OfAsync(service, ct);
        var review =
            engaged.History.Review
                ?? throw new RefusedException(
                    $"{engaged.Service.Id} has no readiness review. Start one: `engagement review start {engaged.Service.Id}`")
                {
                    Field = "service",
                };
        var item =
            review.Items.FirstOrDefault(one => one.Id.Equals(named, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown(review, named);
        if (item.SignedBy is { } signer)
            throw new RefusedException(
                $"{await chart.WhoAsync(signer, ct)} already signed {item.Id}. Nothing to do.")
            { Field = "item" };
        var side = item.Side == ReviewSide.Owner ? engaged.Service.Team : review.By;
        if (!await IsOfAsync(call, side, ct))
            throw new RefusedException($"'{item.Id}' is signed by somebody of {side}. Ask one of them.") { Forbidden = true };
        var signed = review.Sign(item.Id, call.Caller.Person, call.Now, call.Arguments["text"]);
        var name = await chart.NameAsync(call.Caller.Person, ct);
        var to = signed.IsComplete() ? await queries.BothAsync(engaged.Service, [review.By], call.Now, ct) : [];
        return new Plan(ReviewReplies.SignPreview(engaged, item, call.Arguments["text"]),
            ReviewReplies.ItemSigned(engaged, signed, item, call.Now),
        [
            engaged.Save(engaged.History with { Review = signed }),
            Write.Audit(
                new AuditEntry(call.Now, call.Caller.Person, "engagement review sign", $"engagement/{engaged.Service.Id}",
                    call.Caller.Platform.Name) { New = item.Id, Reason = call.Arguments["text"] }),
            .. EngagementQueries.Say(to, _ => ReviewReplies.Complete(engaged, signed, call.Now), $"{engaged.Service.Id}/review/complete",
                call.Now),
        ])
        { Act = "Sign off" };
    }

    private async Task<bool> IsOfAsync(Call call, string team, CancellationToken ct) =>
        await queries.LeadsAsync(call.Caller, team, call.Now, ct)
            || (await store.FindAsync<Team>(team, ct))?.Value.Members.Contains(call.Caller.Person) is true;

    private async Task<Team> SreTeamAsync(string? named, CancellationToken ct)
    {
        var teams =
            (await store.ListAsync<Team>(IdRange.All, ct)).Select(stored => stored.Value)
                .Where(team => team is { Sre: true, Retired: false }).ToList();
        var team = named is not null ? await chart.TeamAsync(named, ct) : teams is [var only] ? only : null;
        if (team is { Sre: true }) return team;
        var known =
            teams.Count == 0 ? "The organisation file names none." : $"Say one of: by {string.Join(", by ", teams.Select(one => one.Id))}.";
        throw new RefusedException(
            team is null ? $"Which SRE team takes it over? {known}" : $"{team.Id} is not an SRE team. {known}")
        { Field = "team" };
    }

    private static int Number(Call call, string argument) =>
        int.TryParse(call.Arguments[argument], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is >= 1 and <= MaxPeriods
            ? number
            : throw new RefusedException(
                $"'{call.Arguments[argument]}' is not a number of periods from 1 to {MaxPeriods}.")
            { Field = argument };

    private static RefusedException Unknown(ReadinessReview review, string named)
    {
        var items = review.Items.Select(item => item.Id).ToList();
        var nearest = Nearest.To(named, items);
        return new(
            $"The review has no item '{named}'. "
                + (nearest is null ? $"It has {string.Join(", ", items)}." : $"Did you mean `{nearest}`?"))
        { Field = "item", Missing = true };
    }
}
