using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;

namespace PaymentHub.Entitlements;

/// <summary>
/// Finds a person by the opaque key, a dossier number, or any number that the person ever held, in any spelling:
/// personal id, CMND, social-security code, BHXH code, BHYT card.
/// </summary>
public static class FindPerson
{
    /// <summary>Null where nobody has the key or all decisions of the person lie outside the user's scope.</summary>
    public static async Task<Guid?> RunAsync(
        NpgsqlDataSource source, CurrentUser user, string permission, string key, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select e.person_id from hub.entitlement e
            join hub.entitlement_terms t on t.entitlement_id = e.entitlement_id
            where (e.person_id = $1 or e.dossier = upper($2)
                   or e.person_id in (select person_id from hub.identifier where value = $4))
                and ($3::text[] is null or t.commune = any($3))
            order by e.person_id limit 1
            """);
        command.Parameters.Add(Parameter.Of(Guid.TryParse(key, out var id) ? id : Guid.Empty));
        command.Parameters.Add(Parameter.Of(key.Trim()));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(permission)));
        command.Parameters.Add(Parameter.Of(Identifier.Clean(key)));
        return await command.ExecuteScalarAsync(cancellation) as Guid?;
    }
}
