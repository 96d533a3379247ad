namespace PaymentHub.Domain.Programmes;

/// <summary>
/// Codes of the money kinds (chương trình) that rules name. The catalogue itself is data; only programmes with a rule
/// of their own appear here.
/// </summary>
public static class ProgrammeCode
{
    /// <summary>Monthly social assistance (trợ giúp xã hội), NĐ 20/2021/NĐ-CP.</summary>
    public const string SocialAssistance = "TCXH";

    /// <summary>Social pension (trợ cấp hưu trí xã hội), NĐ 176/2025/NĐ-CP.</summary>
    public const string SocialPension = "HTXH";

    /// <summary>Care in an institution (cơ sở trợ giúp xã hội), NĐ 20/2021/NĐ-CP Điều 25.</summary>
    public const string InstitutionCare = "CSTG";

    /// <summary>Merit allowances (người có công), NĐ 75/2021/NĐ-CP.</summary>
    public const string Merit = "NCC";

    /// <summary>Health-insurance premium subsidy (BHYT), paid to the insurance fund.</summary>
    public const string HealthInsurance = "BHYT";

    /// <summary>Voluntary social-insurance subsidy (BHXH tự nguyện), paid to the insurance fund.</summary>
    public const string VoluntaryInsurance = "BHXHTN";

    /// <summary>True where the money goes to the insurance fund, so that no heir can ever be its payee.</summary>
    public static bool IsPaidToFund(string programme) => programme is HealthInsurance or VoluntaryInsurance;
}
