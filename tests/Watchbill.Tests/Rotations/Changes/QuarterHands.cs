using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;

namespace Watchbill.Rotations;

/// <summary>A week that one gives to another, as it is typed and as instants; with one in return, or for nothing.</summary>
internal sealed record Swap(string Rotation, string Giver, string Taker, string When, string Start, string End)
{
    public string? Theirs { get; init; }
    public string? From { get; init; }
    public string? To { get; init; }
}

/// <summary>A part of somebody's shift that another one takes.</summary>
/// <param name="Span">As it is typed; null: all that is open.</param>
internal sealed record Part(string Rotation, string Holder, string Taker, string? Span, string Start, string End);

/// <summary>Somebody whom the lead of Lisbon puts on call.</summary>
internal sealed record Put(string Person, string Span, string Start, string End);

/// <summary>How people do what the script says.</summary>
internal interface IQuarterHand
{
    QuarterBot Bot { get; }

    Task OfferAsync(Swap swap);

    Task AcceptAsync(Swap swap);

    Task AskAsync(string rotation, string holder, string span);

    Task TakeAsync(Part part);

    Task OverrideAsync(Put put);

    /// <summary>Who answers for a rotation now; <c>-</c>: nobody.</summary>
    Task<string> WhoAsync(string rotation);
}

/// <summary>People type, press and confirm.</summary>
internal sealed class QuarterChat(QuarterBot bot) : IQuarterHand
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public QuarterBot Bot => bot;

    public Task OfferAsync(Swap swap) =>
        SayAsync(swap.Giver, $"swap {swap.Rotation} {swap.When} with {swap.Taker}{(swap.Theirs is null ? "" : $" for {swap.Theirs}")}");

    public async Task AcceptAsync(Swap swap) =>
        await SayAsync(swap.Taker, $"swap accept {Assert.Single(await bot.Store.OpenSwapsAsync(Ct)).Id}");

    public Task AskAsync(string rotation, string holder, string span) => SayAsync(holder, $"cover {rotation} {span}");

    public async Task TakeAsync(Part part)
    {
        var asked = (await bot.Store.OpenCoversAsync(Ct)).Where(open => open.Value.Person == part.Holder).MinBy(open => open.Value.Start)!;
        await SayAsync(part.Taker, $"take {asked.Id}{(part.Span is null ? "" : " " + part.Span)}");
    }

    public Task OverrideAsync(Put put) => SayAsync("ana", $"override lisbon {put.Person} {put.Span} because of a training");

    public async Task<string> WhoAsync(string rotation)
    {
        var said =
            Written.Of(await bot.Router.AskAsync($"now {rotation}", new Caller("ana", Platforms.Slack, null), Ct), DateTimeZone.Utc);
        return said.Split(" is on call for ") is [var name, _, ..] && name != "Nobody" ? name.ToLowerInvariant() : "-";
    }

    private async Task SayAsync(string person, string text)
    {
        var caller = new Caller(person, Platforms.Slack, null);
        var reply = await bot.Router.AskAsync(text, caller, Ct);
        var confirm = reply.Actions.SingleOrDefault(action => action.Action == "confirm");
        // Accepted and taken at once.
        if (confirm is null && text.Split(' ') is ["swap", "accept", ..] or ["take", ..]) return;
        Assert.True(confirm is not null, $"{person}: {text}: {Written.Of(reply, DateTimeZone.Utc)}");
        var done = await bot.Router.PressAsync("confirm", confirm.Value, caller, Ct);
        Assert.DoesNotContain(done.Actions, action => action.Action == "confirm");
    }
}

/// <summary>The same with a token: nobody is asked, and what people have agreed on is recorded.</summary>
internal sealed class QuarterApi(QuarterBot bot) : IQuarterHand
{
    public QuarterBot Bot => bot;

    public Task OfferAsync(Swap swap) => Task.CompletedTask;

    public Task AcceptAsync(Swap swap) => bot.PostAsync($"rotations/{swap.Rotation}/swaps", swap.From is null
        ? new { person = swap.Giver, with = swap.Taker, start = swap.Start, end = swap.End }
        : new { person = swap.Giver, with = swap.Taker, start = swap.Start, end = swap.End, otherStart = swap.From, otherEnd = swap.To });

    public Task AskAsync(string rotation, string holder, string span) => Task.CompletedTask;

    public Task TakeAsync(Part part) =>
        bot.PostAsync($"rotations/{part.Rotation}/covers",
            new { person = part.Holder, start = part.Start, end = part.End, takenBy = part.Taker });

    public Task OverrideAsync(Put put) =>
        bot.PostAsync("rotations/lisbon/overrides",
            new { person = put.Person, start = put.Start, end = put.End, reason = "of a training" });

    public async Task<string> WhoAsync(string rotation) =>
        (await bot.GetAsync($"oncall?rotation={rotation}")).GetProperty("rotations")[0].GetProperty("people").EnumerateArray()
            .ToList() is [var held]
            ? held.GetProperty("person").GetString()!
            : "-";
}
