namespace Watchbill.Storage;

/// <summary>What may be asked of a store.</summary>
internal static class SaveRules
{
    /// <exception cref="ArgumentException">The change breaks a promise of the code: an unknown type, no id, or a change to the audit
    /// log.</exception>
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
