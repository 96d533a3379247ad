using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Register;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.Sharing;

/// <summary>
/// What another agency reads of a beneficiary. Which fields are filled depends on the purpose; group codes that reveal
/// health are never among them. Months are ISO (yyyy-MM). <see cref="Areas"/> are today's attributes of the commune.
/// </summary>
public sealed record SharedPerson(
    Guid PersonKey, string Dossier, string? PersonalId, string FullName, string? Birth, string? Sex, string Commune,
    string Programme, string From, string? Until, bool IsSuspended, string? DiedOn)
{
    /// <summary>ISLAND, REMOTE, ETHNIC_MINORITY, BORDER, EXTREMELY_DIFFICULT.</summary>
    public IReadOnlyList<string> Areas { get; init; } = [];
}

/// <summary>
/// One page of shared people; <paramref name="Next"/> is the cursor of the next page, null at the end.
/// </summary>
public sealed record SharedPeople(IReadOnlyList<SharedPerson> Items, string? Next);

/// <summary>Masks a person as the purpose wants it.</summary>
public static class SharedMask
{
    /// <summary>The person with what the purpose does not need taken away.</summary>
    public static SharedPerson Masked(this SharedPerson person, SharingPurpose purpose) => purpose switch
    {
        SharingPurpose.IdentityMatch => person,
        SharingPurpose.BenefitCheck => person with
        {
            PersonalId = Identifier.Mask(person.PersonalId ?? ""),
            Birth = person.Birth?[..4],
        },
        _ => person with
        {
            PersonalId = null,
            FullName = "*** " + person.FullName[(person.FullName.LastIndexOf(' ') + 1)..],
            Birth = person.Birth?[..4],
            DiedOn = person.DiedOn?[..4],
        },
    };
}

/// <summary>Reads the decisions in force with their people, by dossier, inside the reader's scope.</summary>
public sealed class SharedPeopleQuery(
    NpgsqlDataSource source, CurrentUser user, ReferenceData reference, IClock clock)
{
    /// <summary>Why the reader may not read for the purpose, or null.</summary>
    public Refusal? RefusalOf(SharingPurpose purpose) =>
        user.ScopeOf(Permissions.RegisterShare)?.Purposes.Contains(purpose) == true
            ? null
            : new SharingPurposeNotGranted(purpose);

    /// <summary>Dossiers behind the cursor; a month limits to decisions that run in it.</summary>
    public async Task<List<SharedPerson>> ReadAsync(
        string[]? communes, string[]? programmes, YearMonth? month, string after, int limit,
        CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.RegisterShare)));
        command.Parameters.Add(Parameter.Of(communes));
        command.Parameters.Add(Parameter.Of(programmes));
        command.Parameters.Add(Parameter.Of(month));
        command.Parameters.Add(Parameter.Of(after));
        command.Parameters.Add(Parameter.Of(limit));
        return await ReadAsync(command, cancellation);
    }

    /// <summary>The same for some dossiers, whatever their months.</summary>
    public async Task<List<SharedPerson>> OfDossiersAsync(string[] dossiers, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Query.Replace(
            "n.dossier > $5", "n.dossier = any($5)", StringComparison.Ordinal));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.RegisterShare)));
        command.Parameters.Add(Parameter.Of((string[]?)null));
        command.Parameters.Add(Parameter.Of((string[]?)null));
        command.Parameters.Add(Parameter.Of((YearMonth?)null));
        command.Parameters.Add(Parameter.Of(dossiers));
        command.Parameters.Add(Parameter.Of(dossiers.Length));
        return await ReadAsync(command, cancellation);
    }

    private async Task<List<SharedPerson>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        var today = clock.GetCurrentInstant().InZone(HubClock.Zone).Date;
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<SharedPerson>();
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new SharedPerson(
                r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5),
                r.GetString(6), r.GetString(7), r.GetString(8), r.IsDBNull(9) ? null : r.GetString(9), r.GetBoolean(10),
                r.IsDBNull(11) ? null : r.GetString(11))
            {
                Areas = [.. reference.Areas.Of(r.GetString(6), today).Select(a => a.Attribute)],
            });
        }

        return found;
    }

    private const string Query = """
        select n.person_id, n.dossier, b.personal_id, b.full_name,
          coalesce(to_char(b.birth_date, 'YYYY-MM-DD'), b.birth_year::text), b.sex, t.commune, t.programme,
          to_char(t.from_month, 'YYYY-MM'),
          to_char(case when p.kind = 'Ended' and p.version > t.version then p.month else t.until_month end, 'YYYY-MM'),
          coalesce(p.kind = 'Suspended', false), to_char(d.died_on, 'YYYY-MM-DD')
        from hub.entitlement n
        join lateral (select * from hub.entitlement_terms t where t.entitlement_id = n.entitlement_id
                      order by version desc limit 1) t on true
        left join lateral (select * from hub.entitlement_pause p where p.entitlement_id = n.entitlement_id
                           order by version desc limit 1) p on true
        join lateral (select * from hub.beneficiary b where b.person_id = n.person_id
                      order by version desc limit 1) b on true
        left join lateral (select died_on from hub.death d where d.person_id = n.person_id
                           order by version desc limit 1) d on true
        where ($1::text[] is null or t.commune = any($1)) and ($2::text[] is null or t.commune = any($2))
          and ($3::text[] is null or t.programme = any($3))
          and ($4::date is null or (t.from_month <= $4 and coalesce(
            case when p.kind = 'Ended' and p.version > t.version then p.month else t.until_month end, 'infinity') > $4))
          and n.dossier > $5
        order by n.dossier limit $6
        """;
}
