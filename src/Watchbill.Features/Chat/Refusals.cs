namespace Watchbill.Chat;

/// <summary>Collects what is wrong in several fields, so that all of it is said at once.</summary>
public sealed class Refusals
{
    private readonly List<RefusedException> all = [];

    /// <summary>What is read; the default value where it is refused.</summary>
    public T? Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (RefusedException refusal) when (refusal.Field is not null)
        {
            all.Add(refusal);
            return default;
        }
    }

    /// <summary>What is read; the default value where it is refused.</summary>
    public async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T>> readAsync, CancellationToken ct)
    {
        try
        {
            return await readAsync(ct);
        }
        catch (RefusedException refusal) when (refusal.Field is not null)
        {
            all.Add(refusal);
            return default;
        }
    }

    /// <exception cref="RefusedException">The first refusal, with what the others say beside their fields.</exception>
    public void ThrowIfAny()
    {
        if (all is not [var first, ..]) return;
        var others = all.SelectMany(one => one.Others.Prepend(KeyValuePair.Create(one.Field!, one.Said)));
        throw new RefusedException(first.Said)
        {
            Field = first.Field,
            Others = others.Where(other => other.Key != first.Field).GroupBy(other => other.Key)
                .ToDictionary(same => same.Key, same => same.First().Value),
        };
    }
}
