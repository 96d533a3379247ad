using Marten;
using Npgsql;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;

namespace PaymentHub.Register;

/// <summary>What one transaction of an import did.</summary>
public sealed class ChunkResult
{
    public int Added { get; private set; }

    public int Corrected { get; private set; }

    public int Unchanged { get; private set; }

    public List<RowFinding> Refusals { get; } = [];

    /// <summary>Erasable details to keep, by person.</summary>
    public Dictionary<Guid, ErasableDetails> Contacts { get; } = [];

    public void Count(bool isAdded, bool isChanged)
    {
        if (isAdded) Added++;
        else if (isChanged) Corrected++;
        else Unchanged++;
    }

    public void Refuse(RowFinding finding) => Refusals.Add(finding);

    /// <summary>Writes the contact details in the session's own transaction.</summary>
    public void QueueContacts(IDocumentSession session)
    {
        if (Contacts.Count == 0) return;
        session.QueueSqlCommand(
            """
            insert into hub.contact (person_id, phone, hamlet, ethnicity)
            select * from unnest(?, ?, ?, ?)
            on conflict (person_id) do update
              set phone = excluded.phone, hamlet = excluded.hamlet, ethnicity = excluded.ethnicity
            """,
            Contacts.Keys.ToArray(),
            Contacts.Values.Select(c => c.Phone).ToArray(),
            Contacts.Values.Select(c => c.Hamlet).ToArray(),
            Contacts.Values.Select(c => c.Ethnicity).ToArray());
    }
}

/// <summary>Finds people by present and former identification numbers.</summary>
public static class KnownPeople
{
    /// <summary>Identification number → person; numbers that nobody has are missing.</summary>
    public static async Task<Dictionary<string, Guid>> FindAsync(
        IDocumentSession session, string[] personalIds, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select personal_id, person_id from hub.beneficiary where personal_id = any($1) order by at, version");
        command.Parameters.Add(Parameter.Of(personalIds));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        var people = new Dictionary<string, Guid>();
        while (await reader.ReadAsync(cancellation)) people[reader.GetString(0)] = reader.GetGuid(1);
        return people;
    }
}
