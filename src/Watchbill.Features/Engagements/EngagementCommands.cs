using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Engagements;

/// <summary>Shows who builds and who runs a service, and changes it.</summary>
public sealed class EngagementCommands(EngagementQueries queries, OrgChart chart, BudgetQueries budgets) : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
    [
        new("engagement", "show <service>", "Who runs a service, since when, under which agreement, and who did before", ShowAsync)
        {
            Looks = true,
        },
        new("engagement", "change <service> <model> [by <team>] [from <when>] [because <text>]", "Change who runs a service", ChangeAsync)
        {
            Reads = new() { { "model", call => ModelWords.Read(call.Arguments.Required("model")) } },
        },
    ];

    private async Task<Answer> ShowAsync(Call call, CancellationToken ct)
    {
        var engaged = await queries.OfAsync(call.Arguments.Required("service"), ct);
        var people =
            engaged.History.Changes.Select(decision => decision.DecidedBy)
                .Concat(engaged.History.Handbacks.SelectMany(handback => new[] { handback.ProposedBy, handback.DecidedBy }));
        return EngagementReplies.Shown(engaged, call.Now, await chart.NamesAsync(people, ct));
    }

    private async Task<Answer> ChangeAsync(Call call, CancellationToken ct)
    {
        var engaged = await queries.OfAsync(call.Arguments.Required("service"), ct);
        var (before, reason) = (engaged.At(call.Now), call.Arguments["text"]);
        var model = ModelWords.Read(call.Arguments.Required("model"));
        var transition = Transitions.Of(before.Model, model);
        if (transition == Transition.Refused)
            throw new RefusedException(
                $"{engaged.Service.Id} has an engagement, and nothing goes back to unorganized. Say who shall run " +
                    $"it: {string.Join(", ", EngagementModels.Names)}.")
            { Field = "model" };
        if (transition == Transition.None) return await StayAsync(engaged, before, call, ct);
        var after = await AfterAsync(engaged, before, model!.Value, call, ct);
        if (transition == Transition.Unlikely) await MustBeAdminAsync(engaged, after, reason, call, ct);
        else
        {
            var handsBack = before.Model.IsWithSre() && !after.Model.IsWithSre();
            await queries.MustLeadAsync(call.Caller, MayDecide(engaged, before, after),
                $"change who runs {engaged.Service.Id} to {ModelWords.Of(after)}"
                    + (handsBack ? " (an SRE lead hands it back, with: `engagement handback`)" : ""), call.Now, ct);
        }

        return await PlanAsync(engaged, (before, after), call, ct);
    }

    // Into SREs' hands either side may decide, since both have signed; out of them those who get the work back.
    private static IEnumerable<string?> MayDecide(ServiceEngagement engaged, Engagement before, Engagement after) =>
        before.Model.IsWithSre() && !after.Model.IsWithSre() ? [engaged.Service.Team] : [engaged.Service.Team, after.By];

    private async Task MustBeAdminAsync(ServiceEngagement engaged, Engagement after, string? reason, Call call, CancellationToken ct)
    {
        if (!await chart.IsAdminAsync(call.Caller, call.Now, ct))
            throw new RefusedException(
                $"From {ModelWords.Brief(engaged.At(call.Now).Model)} to {ModelWords.Brief(after.Model)} is unlikely to be right, so it " +
                    $"takes an admin and a reason. Ask an admin.")
            { Forbidden = true };
        if (reason is null)
            throw new RefusedException(
                $"From {ModelWords.Brief(engaged.At(call.Now).Model)} to {ModelWords.Brief(after.Model)} is unlikely to be right, so it " +
                    $"needs a reason: `because …`")
            { Field = "text" };
    }

    private async Task<Engagement> AfterAsync(
        ServiceEngagement engaged, Engagement before, EngagementModel model, Call call, CancellationToken ct)
    {
        var named = call.Arguments["team"] is { } typed ? await chart.TeamAsync(typed, ct) : null;
        if (model == EngagementModel.YouBuildYouRun)
        {
            if (named is not null)
                throw new RefusedException(
                    $"In {EngagementModels.Name(model)} the owner, {engaged.Service.Team}, runs the service. Leave 'by {named.Id}' out.")
                {
                    Field = "team",
                };
            return Engagement.YouBuildYouRun;
        }

        if (model == EngagementModel.YouBuildOpsRun) return engaged.Known(model, named?.Id);
        var review = engaged.History.Review;
        var by = named?.Id ?? review?.By ?? before.By;
        if (review is null || review.By != by || !review.IsComplete())
        {
            throw new RefusedException(review is null || review.By != by
                ? $"SREs are on call for {engaged.Service.Id} only after a readiness " +
                    $"review{(by is null ? "" : $" with {by}")}. Start one with: " +
                    $"`engagement review start {engaged.Service.Id}{(by is null ? "" : $" by {by}")}`"
                : $"The readiness review of {engaged.Service.Id} still waits " +
                    $"for {string.Join(", ", review.Items.Where(item => item.SignedBy is null).Select(item => item.Id))}. See it with: " +
                    $"`engagement review {engaged.Service.Id}`")
            { Field = "model" };
        }

        var lacks = review.Agreement.Lacks(await budgets.ResultsAsync(engaged.Service, review.Agreement.Longest(), call.Now, ct));
        if (lacks.Count > 0)
            throw EngagementReplies.NotYet((engaged.Service.Id, before), review.Agreement, lacks,
                await chart.ZoneAsync(call.Caller.Person, ct));
        return engaged.Known(model, by) with { Entry = review.Agreement.Entry, Exit = review.Agreement.Exit };
    }

    private async Task<Answer> StayAsync(ServiceEngagement engaged, Engagement now, Call call, CancellationToken ct)
    {
        if (engaged.History.Next(call.Now) is not { } planned)
            throw new RefusedException(
                $"{engaged.Service.Id} is {ModelWords.Of(now)} already. See it with: `engagement show {engaged.Service.Id}`")
            {
                Field = "model",
            };
        // What an SRE lead gives back no other lead makes them keep.
        await queries.MustLeadAsync(call.Caller, planned.Handback is null ? [engaged.Service.Team, now.By] : [now.By],
            $"take back that {engaged.Service.Id} becomes {ModelWords.Of(planned.After)}", call.Now, ct);
        return await PlanAsync(engaged, (now, now), call, ct);
    }

    private async Task<Plan> PlanAsync(
        ServiceEngagement engaged, (Engagement Before, Engagement After) ends, Call call, CancellationToken ct)
    {
        var (before, after) = ends;
        var zone = await chart.ZoneAsync(call.Caller.Person, ct);
        var spoken = call.Arguments["when"] is { } when ? TimePhrases.When(when, call.AskedAt, zone) : null;
        var from = before == after ? call.Now : Instant.Max(call.Now, spoken?.At ?? engaged.Boundary(after, call.Now));
        var decision = new EngagementDecision(before, after, from)
        {
            DecidedBy = call.Caller.Person,
            DecidedAt = call.Now,
            Reason = call.Arguments["text"],
        };
        var facts = new DecisionFacts(engaged, decision, await chart.NameAsync(call.Caller.Person, ct)) { AtOnce = from == call.Now };
        var lacks = await queries.LacksAsync(engaged, after, from, ct);
        return new Plan(
            EngagementReplies.Preview(facts, [.. spoken?.Notes ?? [], .. ReceivingReplies.Lines(lacks)]),
            EngagementReplies.Done(facts),
            [
                engaged.Save(engaged.History.With(decision)),
                Write.Audit(
                    new AuditEntry(call.Now, call.Caller.Person, "engagement change", $"engagement/{engaged.Service.Id}",
                        call.Caller.Platform.Name)
                    {
                        Old = ModelWords.Of(before), New = $"{ModelWords.Of(after)} from {from}", Reason = decision.Reason,
                    }),
                .. EngagementQueries.Say(await queries.BothAsync(engaged.Service, [before.By, after.By], call.Now, ct),
                    _ => new Reply(EngagementReplies.Told(facts)), $"{engaged.Service.Id}/change", call.Now),
                .. await Handbacks.SettleAsync(queries, engaged, new Reply(EngagementReplies.Told(facts)), call.Now, ct),
            ])
        { Act = "Change engagement" };
    }
}
