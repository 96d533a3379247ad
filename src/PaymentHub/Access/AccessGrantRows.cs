using JasperFx.Events;
using PaymentHub.Domain.Access;
using PaymentHub.Storage;

namespace PaymentHub.Access;

/// <summary>One row a grant, a revocation or a shut-out.</summary>
public sealed class AccessGrantRows : FactTable<AccessGrantRow>
{
    public override string Name => "access_grant";

    public override string Columns => "user_name, version, at, kind, role, scope_kind, scope_values, by_user, "
        + "reason, scope_purposes";

    public override IEnumerable<AccessGrantRow> RowsOf(IEvent e) =>
        AccessGrantRow.Of(e.Data, e.Version) is { } row ? [row] : [];

    protected override void Write(RowWriter to, AccessGrantRow row)
    {
        to.Text(row.UserName);
        to.Long(row.Version);
        to.At(row.At);
        to.Text(row.Kind);
        to.Text(row.Role);
        to.Text(row.ScopeKind);
        to.TextsOrNull(row.ScopeValues);
        to.Text(row.ByUser);
        to.Text(row.Reason);
        to.TextsOrNull(row.ScopePurposes);
    }
}
