using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Reading;

namespace Watchbill.Paging;

/// <summary>What a bot pages, as its chat hears it. Each run is a new process: what it knows it has from the store.</summary>
internal sealed class PagingWorld
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public RecordingChat Chat { get; } = new();

    /// <summary>The methods that people have besides the chat.</summary>
    public IReadOnlyList<IContactMethod> Methods { get; init; } = [];

    /// <summary>Who was called in chat, in order.</summary>
    public string[] Called() => [.. Chat.Said.Where(said => said.To.Kind == AddressKind.Person
        && said.Reply.Actions.Any(action => action.Action == "page-escalate")
        && !said.Reply.Text.ToString().StartsWith("Nobody", StringComparison.Ordinal)).Select(said => said.To.Id)];

    internal static PageActions Actions(Bot bot)
    {
        var chart = new OrgChart(bot.Store);
        return new(bot.Store, chart, bot.Incidents.Desk, new PageSurroundings(bot.Store, chart, new Schedules(bot.Store)));
    }

    public async Task RunAsync(Bot bot, Instant? at = null)
    {
        bot.Clock.Now = at ?? bot.Clock.Now;
        for (var i = 0; i < 2; i++)
        {
            await PagingTests.Job(bot).RunAsync(bot.Clock.Now, Ct);
            await new DeliveryJob(new Outbox(bot.Store, exclusive: true), Chat, bot.Clock, NullLogger<DeliveryJob>.Instance,
                methods: new ContactMethods(bot.Store, Methods)).RunAsync(bot.Clock.Now, Ct);
        }
    }
}
