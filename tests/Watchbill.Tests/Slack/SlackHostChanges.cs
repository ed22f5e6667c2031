using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>What tests change about the host.</summary>
internal static class SlackHostChanges
{
    /// <summary>A verb and a button that take so long; below zero: they fail.</summary>
    public static IServiceCollection Slow(this IServiceCollection services, int milliseconds) =>
        services.AddSingleton<ICommands>(new SlowCommands(milliseconds));

    public static IServiceCollection Long(this IServiceCollection services, int pages) =>
        services.AddSingleton<ICommands>(new LongCommands(pages));

    /// <summary>Two and a half seconds pass in 50 milliseconds.</summary>
    public static IServiceCollection Hurried(this IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new HurriedTime(50)));

    internal sealed class LongCommands(int pages) : ICommands
    {
        public IReadOnlyList<Verb> Verbs => [new("oncall", "long", "Says a lot", (_, _) => Task.FromResult<Answer>(new Reply("Rows:")
        {
            Table = new Table(["Row"], [.. Enumerable.Range(0, pages * 99).Select(row => (IReadOnlyList<Text>)[$"{row}"])]),
        }))];
    }

    internal sealed class SlowCommands(int milliseconds) : ICommands
    {
        public int Ran { get; private set; }

        public IReadOnlyList<Verb> Verbs => [new("oncall", "slow", "Takes its time", (_, ct) => TakeAsync(ct))];

        public IReadOnlyList<PressHandler> Presses => [new("slow", (_, _, ct) => TakeAsync(ct))];

        private async Task<Answer> TakeAsync(CancellationToken ct)
        {
            if (milliseconds < 0) throw new InvalidOperationException("broken");
            await Task.Delay(milliseconds, ct);
            Ran++;
            return new Reply("At last.");
        }
    }
}
