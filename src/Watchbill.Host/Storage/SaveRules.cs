using System.Text;
using Watchbill.Chat;

namespace Watchbill.Storage;

/// <summary>What may be asked of a store.</summary>
internal static class SaveRules
{
    // LiteDB's index takes 1,023, two of which say that it is a text and how long. The same for every store, so that it can be moved.
    private const int MaxIdLength = 1021;

    /// <exception cref="ArgumentException">The change breaks a promise of the code: an unknown type, no id, or a change to the audit
    /// log.</exception>
    /// <exception cref="RefusedException">The id, which people may have had a part in, is too long.</exception>
    public static Change Checked(Change change)
    {
        var name = Documents.NameOf(change.Kind);
        if (change.Kind == typeof(AuditRow))
        {
            return change.Value is AuditEntry
                ? change
                : throw new ArgumentException("The audit log is only appended to, by Change.Audit.", nameof(change));
        }

        if (change.Id.Length == 0) throw new ArgumentException($"A {name} needs an id.", nameof(change));
        if (Encoding.UTF8.GetByteCount(change.Id) is var bytes and > MaxIdLength)
        {
            throw new RefusedException(
                $"A {name} cannot be kept under a name of {bytes} bytes ({change.Id[..40]}…): {MaxIdLength} are the most. Choose a " +
                $"shorter " +
                    $"one.");
        }

        if (change.Value is { } value && value.GetType() != change.Kind)
        {
            throw new ArgumentException($"A {value.GetType().Name} is no {name}.", nameof(change));
        }

        if (change is { Value: null, Expected: 0 })
        {
            throw new ArgumentException($"A deletion of {name} '{change.Id}' expects it to be there.", nameof(change));
        }

        return change;
    }
}
