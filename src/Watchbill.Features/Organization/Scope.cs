using Watchbill.Chat;

namespace Watchbill.Organization;

/// <summary>What an API token may do. Write includes read; admin includes all but pay: that of the host's settings gets pay, too.</summary>
public enum Scope
{
    Gate,
    Ingest,

    /// <summary>Look-ups, without pay, training, health, audit and e-mail addresses.</summary>
    Read,
    Write,
    Pay,
    Admin,
}

/// <summary>Reads and asks scopes.</summary>
public static class Scopes
{
    private static readonly string[] Names = [.. Enum.GetNames<Scope>().Select(name => name.ToLowerInvariant())];

    public static string Name(this Scope scope) => Names[(int)scope];

    public static bool Allow(this IEnumerable<Scope> held, Scope needed) =>
        held.Any(
            scope => scope == needed || (scope == Scope.Admin && needed != Scope.Pay) || (scope == Scope.Write && needed == Scope.Read));

    /// <summary>Reads one or several, separated by blanks or commas.</summary>
    /// <exception cref="RefusedException">One of them is unknown, or there is none.</exception>
    public static IReadOnlyList<Scope> Parse(string text)
    {
        var words = text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0) throw Refused($"A token needs a scope: one of {string.Join(", ", Names)}.");
        return [.. words.Select(Read).Distinct().Order()];
    }

    private static Scope Read(string word)
    {
        var index = Array.FindIndex(Names, name => name.Equals(word, StringComparison.OrdinalIgnoreCase));
        if (index >= 0) return (Scope)index;
        var nearest = Nearest.To(word, Names);
        throw Refused(
            $"There is no scope '{word}'; it is one of {string.Join(", ", Names)}." +
                (nearest is null ? "" : $" Did you mean '{nearest}'?"));
    }

    private static RefusedException Refused(string sentence) => new(sentence) { Field = "scope" };
}
