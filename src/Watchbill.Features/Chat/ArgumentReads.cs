using System.Collections;

namespace Watchbill.Chat;

/// <summary>
/// How a verb reads its arguments, by argument: the functions by which it works, so that a form tells at once all that they refuse.
/// Arguments that are not here are read by their kind.
/// </summary>
public sealed class ArgumentReads : IEnumerable<string>
{
    private readonly Dictionary<string, Func<Call, CancellationToken, Task>> reads = [];

    /// <param name="argument">Only where it was filled in is it read.</param>
    /// <param name="read">Throws a <see cref="RefusedException"/> where it is wrong.</param>
    public void Add(string argument, Func<Call, object?> read) => reads.Add(argument, (call, _) =>
    {
        read(call);
        return Task.CompletedTask;
    });

    /// <inheritdoc cref="Add(string, Func{Call, object?})"/>
    public void Add(string argument, Func<Call, CancellationToken, Task> readAsync) => reads.Add(argument, readAsync);

    /// <summary>Whether this argument is read here.</summary>
    public bool Holds(string argument) => reads.ContainsKey(argument);

    /// <summary>What is refused of the arguments that were filled in, by the argument that was read.</summary>
    public async Task<IReadOnlyList<(string Argument, RefusedException Refusal)>> RefusedAsync(Call call, CancellationToken ct)
    {
        var refused = new List<(string, RefusedException)>();
        foreach (var (argument, readAsync) in reads.Where(read => call.Arguments[read.Key] is not null))
        {
            try
            {
                await readAsync(call, ct);
            }
            catch (RefusedException refusal)
            {
                refused.Add((argument, refusal));
            }
        }

        return refused;
    }

    public IEnumerator<string> GetEnumerator() => reads.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
