using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;

namespace Watchbill.Slack;

/// <summary>What tests change about the host.</summary>
internal static class SlackHostChanges
{
    public static IServiceCollection With(this IServiceCollection services, ICommands commands) => services.AddSingleton(commands);

    public static IServiceCollection At(this IServiceCollection services, TimeProvider time) =>
        services.Replace(ServiceDescriptor.Singleton(time));

    /// <summary>A host that starts so long after an earlier one.</summary>
    public static IServiceCollection Later(this IServiceCollection services, Duration by) =>
        services.AddSingleton<IClock>(new FakeClock(Cases.At("2026-11-20T10:00:00Z") + by));
}

/// <summary>A verb and a button that answer once they are released.</summary>
internal sealed class SlowCommands : ICommands
{
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Reply Answer { get; init; } = new("At last.");

    public IReadOnlyList<Verb> Verbs => [new("oncall", "slow", "Takes its time", (_, ct) => TakeAsync(ct))];

    public IReadOnlyList<PressHandler> Presses => [new("slow", (_, _, ct) => TakeAsync(ct))];

    public void Release() => released.SetResult();

    private async Task<Answer> TakeAsync(CancellationToken ct)
    {
        await released.Task.WaitAsync(ct);
        return Answer;
    }
}

/// <summary>A verb that fails.</summary>
internal sealed class BrokenCommands : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
        [new("oncall", "broken", "Fails", (_, _) => Task.FromException<Answer>(new InvalidOperationException("broken")))];
}

/// <summary>A verb whose answer fills so many pages.</summary>
internal sealed class LongCommands(int pages) : ICommands
{
    public IReadOnlyList<Verb> Verbs => [new("oncall", "long", "Says a lot", (_, _) => Task.FromResult<Answer>(new Reply("Rows:")
    {
        Table = new Table(["Row"], [.. Enumerable.Range(0, pages * 99).Select(row => (IReadOnlyList<Text>)[$"{row}"])]),
    }))];
}
