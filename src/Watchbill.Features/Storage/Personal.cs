using Watchbill.Organization;

namespace Watchbill.Storage;

/// <summary>Whose data the documents of a kind are, and what that means.</summary>
/// <param name="Holds">What is personal in them, in words; null: nothing.</param>
public sealed record Personal<T>(string? Holds) where T : class
{
    /// <summary>What becomes of them when their person is forgotten.</summary>
    public required Forget<T> Forget { get; init; }

    /// <summary>What of them somebody gets who asks for their data.</summary>
    public required Export<T> Export { get; init; }

    /// <summary>What somebody gets in with, and loses on the day they leave; null: it lets nobody in.</summary>
    public Access<T>? Access { get; init; }
}

/// <summary>Documents that let somebody in who holds the key to them.</summary>
/// <param name="Whose">The person it belongs to, given the ids of all people; null: it is nobody's.</param>
/// <param name="Called">As the audit log names it, such as <c>calendar link</c>.</param>
public sealed record Access<T>(Func<Stored<T>, IReadOnlySet<string>, string?> Whose, Func<T, string> Called) where T : class;

/// <summary>What becomes of the documents of a kind when somebody is forgotten.</summary>
/// <param name="Said">In words.</param>
/// <param name="PrepareAsync">Reads what the decision needs, and answers what decides about one document; null: all stay.</param>
public sealed record Forget<T>(
    string Said, Func<IStore, Stored<Person>, CancellationToken, Task<Func<Stored<T>, Write?>>>? PrepareAsync) where T : class;

/// <summary>What of the documents of a kind somebody gets who asks for their data.</summary>
/// <param name="Said">In words; null: nothing.</param>
/// <param name="Of">What a document says of a person, without others; null: nothing.</param>
public sealed record Export<T>(string? Said, Func<Stored<T>, string, T?>? Of) where T : class;

/// <summary>The answers to whose data a kind is.</summary>
public static class Personal
{
    /// <summary>No person is in it.</summary>
    public static Personal<T> Nobodys<T>() where T : class =>
        new((string?)null) { Forget = Forget.Stays<T>(""), Export = Export.Nothing<T>() };
}

/// <summary>The ways in which documents are forgotten.</summary>
public static class Forget
{
    public static Forget<T> Stays<T>(string said) where T : class => new(said, null);

    public static Forget<T> Of<T>(string said, Func<Stored<T>, Stored<Person>, Write?> decide) where T : class =>
        new(said, (_, gone, _) => Task.FromResult<Func<Stored<T>, Write?>>(stored => decide(stored, gone)));

    /// <summary>Deletes those that are theirs.</summary>
    public static Forget<T> Deleting<T>(string said, Func<Stored<T>, string, bool> theirs) where T : class =>
        Of<T>(said, (stored, gone) => theirs(stored, gone.Id) ? Write.Delete(stored) : null);

    /// <summary>Keeps them without what describes the person.</summary>
    /// <param name="without">What is left; null: nothing has to go.</param>
    public static Forget<T> Keeping<T>(string said, Func<T, string, T?> without) where T : class =>
        Of<T>(said, (stored, gone) => without(stored.Value, gone.Id) is { } left ? Write.Replace(stored, left) : null);
}

/// <summary>The ways in which documents are exported.</summary>
public static class Export
{
    public static Export<T> Nothing<T>() where T : class => new((string?)null, null);

    /// <summary>Those that are theirs, whole.</summary>
    public static Export<T> Whole<T>(string said, Func<Stored<T>, string, bool> theirs) where T : class =>
        new(said, (stored, person) => theirs(stored, person) ? stored.Value : null);

    /// <summary>The part of each that is theirs.</summary>
    public static Export<T> Part<T>(string said, Func<T, string, T?> of) where T : class =>
        new(said, (stored, person) => of(stored.Value, person));
}
