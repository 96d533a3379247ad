namespace PaymentHub.Seeds.Bank;

/// <summary>A paying institution (đơn vị chi trả): a bank that holds our payer account, or the post office.</summary>
/// <param name="Code">Short code, such as AGRI.</param>
/// <param name="IsPost">True for the post office: it pays cash and holds no account of ours.</param>
/// <param name="Bic">Bank identifier code, 8 characters.</param>
/// <param name="NapasBin">NAPAS bank number, 6 digits.</param>
/// <param name="Account">Our payer account; for the post office its own account, where advances arrive.</param>
/// <param name="AccountName">Holder as the bank writes it.</param>
public sealed record Institution(
    string Code, bool IsPost, string Bic, string NapasBin, string Account, string AccountName);

/// <summary>The reference tables the bank needs: institutions.csv and the insurance fund's accounts.</summary>
public sealed class InstitutionTable
{
    private readonly Dictionary<string, Institution> byCode;
    private readonly HashSet<string> fundAccounts;

    /// <summary>Builds the table from rows that are already read.</summary>
    public InstitutionTable(IEnumerable<Institution> institutions, IEnumerable<string> fundAccounts)
    {
        byCode = institutions.ToDictionary(i => i.Code, StringComparer.Ordinal);
        this.fundAccounts = new HashSet<string>(fundAccounts, StringComparer.Ordinal);
    }

    /// <summary>All institutions in the order of the table.</summary>
    public IReadOnlyCollection<Institution> All => byCode.Values;

    /// <summary>The post office (bưu điện), when the table names one.</summary>
    public Institution? Post => byCode.Values.FirstOrDefault(i => i.IsPost);

    /// <summary>Reads institutions.csv and fund-payees.csv of the reference folder.</summary>
    /// <exception cref="FormatException">A column is missing.</exception>
    public static InstitutionTable Load(string referenceFolder)
    {
        var institutions = Table(Path.Combine(referenceFolder, "institutions.csv")).Select(row => new Institution(
            row["code"], row["kind"] == "POST", row["bic"], row["napas_bin"], row["payer_account"],
            row["payer_account_name"])).ToList();
        var funds = Table(Path.Combine(referenceFolder, "fund-payees.csv")).Select(row => row["account"]).ToList();
        return new InstitutionTable(institutions, funds);
    }

    /// <summary>Finds an institution by code.</summary>
    public bool TryFind(string code, out Institution institution) => byCode.TryGetValue(code, out institution!);

    /// <summary>True for an account of the insurance fund: its payments never fail in this simulation.</summary>
    public bool IsFundAccount(string account) => fundAccounts.Contains(account);

    private static IEnumerable<Dictionary<string, string>> Table(string file)
    {
        using var reader = new StreamReader(file, System.Text.Encoding.UTF8);
        string[]? header = null;
        foreach (var row in CsvRows.Read(reader))
        {
            if (header is null)
            {
                header = row.Fields;
                continue;
            }

            if (row.Fields.Length != header.Length)
                throw new FormatException($"{Path.GetFileName(file)}, line {row.Line}: {row.Fields.Length} columns");
            yield return header.Zip(row.Fields).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
        }
    }
}
