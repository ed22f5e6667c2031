using Watchbill.Organization;

namespace Watchbill.Storage;

/// <summary>What becomes of the documents of a kind when the organisation file renames things. The audit log keeps the old ids.</summary>
/// <param name="To">A document's id and value under the new ids; null: it names nothing that is renamed. Null itself: no document does, or
/// what they say is taken from the file.</param>
public sealed record Renamed<T>(Func<Stored<T>, Renames, (string Id, T Value)?>? To) where T : class;

/// <summary>The ways in which documents are renamed.</summary>
public static class Renamed
{
    /// <summary>No id of a person, team, domain, service or rotation is in it, or it tells what was true then.</summary>
    public static Renamed<T> Never<T>() where T : class => new((Func<Stored<T>, Renames, (string Id, T Value)?>?)null);

    /// <summary>The file defines it, so it has the new ids when the file is compared with it.</summary>
    public static Renamed<T> ByTheFile<T>() where T : class => Never<T>();

    /// <summary>Its id moves, and what is in it.</summary>
    public static Renamed<T> Both<T>(Func<string, Renames, string> id, Func<T, Renames, T> value) where T : class =>
        new((stored, renames) => (id(stored.Id, renames), value(stored.Value, renames)));

    /// <summary>What is in it moves.</summary>
    public static Renamed<T> Value<T>(Func<T, Renames, T> value) where T : class => Both((id, _) => id, value);

    /// <summary>What is in it moves, and its id is made of that.</summary>
    public static Renamed<T> Derived<T>(Func<T, Renames, T> value, Func<T, string> idOf) where T : class =>
        new((stored, renames) => value(stored.Value, renames) is var renamed ? (idOf(renamed), renamed) : null);
}
