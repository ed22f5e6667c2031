using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Engagements;

/// <summary>Gives a service back to those who build it: proposed by a lead or by the bot, confirmed or declined by one SRE lead.</summary>
public sealed class HandbackCommands(EngagementQueries queries, OrgChart chart) : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
    [
        new("engagement", "handback <service> [because <text>]", "Propose to give a service back to its team", ProposeAsync),
        new("engagement", "handback confirm <service>", "Give it back at the next boundary; for an SRE lead",
            (call, ct) => ConfirmAsync(call, call.Arguments.Required("service"), ct)),
        new("engagement", "handback decline <service> [because <text>]", "Keep it; for an SRE lead",
            (call, ct) => DeclineAsync(call, call.Arguments.Required("service"), ct)),
    ];

    public IReadOnlyList<PressHandler> Presses =>
    [
        new("handback-confirm", ConfirmAsync),
        new("handback-decline", DeclineAsync),
    ];

    private async Task<Answer> ProposeAsync(Call call, CancellationToken ct)
    {
        var engaged = await queries.OfAsync(call.Arguments.Required("service"), ct);
        var current = engaged.At(call.Now);
        if (!current.Model.IsWithSre())
            throw new RefusedException(
                $"{engaged.Service.Id} is {ModelWords.Of(current)}, so there is nothing to hand back. See it with: " +
                    $"`engagement show {engaged.Service.Id}`")
            { Field = "service" };
        if (engaged.History.Next(call.Now) is { } planned)
            throw new RefusedException(
                $"{engaged.Service.Id} becomes {ModelWords.Of(planned.After)} already. See it with: `engagement show {engaged.Service.Id}`")
            {
                Field = "service",
            };
        await queries.MustLeadAsync(call.Caller, [engaged.Service.Team, current.By], $"propose to hand {engaged.Service.Id} back", call.Now,
            ct);
        var wish = new HandbackWish(call.Now, call.Caller.Person, call.Caller.Platform.Name)
        {
            Reason = call.Arguments["text"],
            Author = await chart.NameAsync(call.Caller.Person, ct),
        };
        var to = await queries.ReadersAsync(engaged.Service, current.By, call.Now, ct);
        return new Plan(
            HandbackReplies.ProposalPreview(engaged, Handbacks.New(engaged, wish, call.Now)),
            HandbackReplies.ProposalDone(engaged, await LeadAsync(current.By, call.Now, ct)),
            [.. Handbacks.Propose(engaged, wish, to, call.Now),
                .. await Handbacks.SettleAsync(queries, engaged, HandbackReplies.Superseded(engaged), call.Now, ct)])
        {
            Act = "Propose hand-back",
        };
    }

    // A button names the service and the number of the hand-back; typed, it is the one that waits.
    private async Task<(ServiceEngagement Engaged, Handback Handback)> OpenAsync(Call call, string value, string act, CancellationToken ct)
    {
        var ids = ButtonValue.Read(ButtonSubject.Service, value).Ids;
        var engaged = await queries.OfAsync(ids[0], ct);
        var waiting = engaged.History.Open();
        if (waiting is null || (ids.Count > 1 && ids[1] != $"{waiting.Id}"))
            throw new RefusedException(
                $"This hand-back of {engaged.Service.Id} does not wait for an answer any more, so nothing was done. See how it stands " +
                    $"with: `engagement show {engaged.Service.Id}`")
            { Missing = true };
        await queries.MustLeadAsync(call.Caller, [waiting.Before.By], $"{act} a hand-back of {engaged.Service.Id}", call.Now, ct);
        return (engaged, waiting);
    }

    private async Task<Answer> ConfirmAsync(Call call, string value, CancellationToken ct)
    {
        var (engaged, waiting) = await OpenAsync(call, value, "confirm", ct);
        var from = engaged.Boundary(waiting.After, call.Now);
        var lacks = await queries.LacksAsync(engaged, waiting.After, from, ct);
        if (engaged.Answering(waiting.After, from).Count == 0 || !lacks.None) throw HandbackReplies.NotCovered(engaged, waiting, lacks);
        var confirmed = waiting.Confirm(call.Caller.Person, call.Now, from);
        var decision = new EngagementDecision(engaged.At(call.Now), waiting.After, from)
        {
            DecidedBy = call.Caller.Person,
            DecidedAt = call.Now,
            Reason = waiting.Reason,
            Handback = waiting.Id,
        };
        var facts = new DecisionFacts(engaged, decision, await chart.NameAsync(call.Caller.Person, ct)) { AtOnce = from == call.Now };
        Text condition = HandbackReplies.Condition(confirmed);
        var told = new Reply(Text.Lines(EngagementReplies.Told(facts), condition));
        return new Plan(
            EngagementReplies.Preview(facts, [condition]),
            EngagementReplies.Done(facts),
            [
                engaged.Save(engaged.History.With(confirmed).With(decision)),
                Audit(call, engaged, waiting, $"{ModelWords.Of(waiting.After)} from {from}", waiting.Reason),
                .. await ToldAsync(engaged, waiting, told, "confirmed", call.Now, ct),
            ])
        { Act = $"Hand back {engaged.Service.Id}" };
    }

    private async Task<Answer> DeclineAsync(Call call, string value, CancellationToken ct)
    {
        var (engaged, waiting) = await OpenAsync(call, value, "decline", ct);
        var why = call.Arguments["text"];
        var said = HandbackReplies.Declined(engaged, waiting, await chart.NameAsync(call.Caller.Person, ct), why);
        return new Plan(HandbackReplies.DeclinePreview(engaged, waiting), said,
        [
            engaged.Save(engaged.History.With(waiting.Decline(call.Caller.Person, call.Now, why))),
            Audit(call, engaged, waiting, "declined", why),
            .. await ToldAsync(engaged, waiting, said, "declined", call.Now, ct),
        ])
        { Act = "Decline hand-back" };
    }

    // The proposal says so, too: nobody is asked any more.
    private async Task<IReadOnlyList<Write>> ToldAsync(
        ServiceEngagement engaged, Handback decided, Reply said, string how, Instant now, CancellationToken ct)
    {
        var to = await queries.BothAsync(engaged.Service, [decided.Before.By], now, ct);
        var cause = Handbacks.Cause(engaged, decided);
        return [.. EngagementQueries.Say(to, _ => said, $"{cause}/{how}", now), .. await queries.SettleAsync(said, cause, now, ct)];
    }

    private static Write Audit(Call call, ServiceEngagement engaged, Handback waiting, string outcome, string? why) => Write.Audit(
        new AuditEntry(call.Now, call.Caller.Person, "engagement handback", $"engagement/{engaged.Service.Id}", call.Caller.Platform.Name)
        {
            Old = ModelWords.Of(waiting.Before),
            New = outcome,
            Reason = why,
        });

    private async Task<string> LeadAsync(string? team, Instant now, CancellationToken ct) =>
        await chart.Leads.OfTeamAsync(team, now, ct) is [var lead, ..] ? await chart.NameAsync(lead, ct) : "an admin";
}
