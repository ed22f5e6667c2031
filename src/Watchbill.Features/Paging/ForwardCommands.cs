using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Paging;

/// <summary>Handing a page over to the team whose it is, which triage has a button for.</summary>
public sealed class ForwardCommands(PageActions pages, PageForwards forwards, PublicPresses presses) : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
    [
        new("oncall", "forward <incident> [to <team>]", "Hand its page over to the team whose it is; low urgency waits for its hours",
            (call, ct) => ForwardAsync(call, call.Arguments.Required("incident"), call.Arguments["team"], ct))
        { AtOnce = true },
    ];

    public IReadOnlyList<PressHandler> Presses =>
    [
        new("page-forward", async (call, value, ct) =>
        {
            var page = await pages.FindAsync(PageCommands.Pressed(value), ct);
            var answer = await forwards.ForwardAsync(page, null, call.Caller.Person, Actor.Of(call), ct);
            return await presses.AskBackAsync(answer is Plan plan ? plan with { Act = "Forward page" } : answer, call, page.Id,
                named => $"Forward {named}?", ct);
        }),
    ];

    private async Task<Answer> ForwardAsync(Call call, string incident, string? team, CancellationToken ct) =>
        await forwards.ForwardAsync(await pages.FindAsync(incident, ct), team, call.Caller.Person, Actor.Of(call), ct);
}
