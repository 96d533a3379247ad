using System.Collections.Frozen;

namespace PaymentHub.Domain.Register;

/// <summary>
/// Stable codes of everything that can be wrong with a row, with their texts. Codes are public: clients, truth files of
/// the seeds and tests compare them.
/// </summary>
public static class RowRules
{
    public const string IdLostZero = "ID_LOST_ZERO";
    public const string IdScientific = "ID_SCIENTIFIC";
    public const string IdLength = "ID_LENGTH";
    public const string IdNotDigits = "ID_NOT_DIGITS";
    public const string IdSexMismatch = "ID_SEX_MISMATCH";
    public const string IdYearMismatch = "ID_YEAR_MISMATCH";
    public const string IdPrefixUnknown = "ID_PREFIX_UNKNOWN";
    public const string CommuneUnknown = "COMMUNE_UNKNOWN";
    public const string CommuneNameMismatch = "COMMUNE_NAME_MISMATCH";
    public const string BankUnknown = "BANK_UNKNOWN";
    public const string GroupUnknown = "GROUP_UNKNOWN";
    public const string InstitutionUnknown = "INSTITUTION_UNKNOWN";
    public const string DateInvalid = "DATE_INVALID";
    public const string MonthInvalid = "MONTH_INVALID";
    public const string MonthOrder = "MONTH_ORDER";
    public const string AmountInvalid = "AMOUNT_INVALID";
    public const string PayeeMissing = "PAYEE_MISSING";
    public const string AccountMissing = "ACCOUNT_MISSING";
    public const string AccountInvalid = "ACCOUNT_INVALID";
    public const string AccountIgnored = "ACCOUNT_IGNORED";
    public const string DossierInvalid = "DOSSIER_INVALID";
    public const string DossierDuplicate = "DOSSIER_DUPLICATE";
    public const string PersonDiffers = "PERSON_DIFFERS";
    public const string InjuryPercentInvalid = "INJURY_PERCENT_INVALID";
    public const string MethodInvalid = "METHOD_INVALID";
    public const string NameMissing = "NAME_MISSING";
    public const string SexInvalid = "SEX_INVALID";
    public const string ColumnMissing = "COLUMN_MISSING";
    public const string ColumnUnknown = "COLUMN_UNKNOWN";
    public const string TextNfd = "TEXT_NFD";
    public const string TextLookalike = "TEXT_LOOKALIKE";
    public const string TextLegacyEncoding = "TEXT_LEGACY_ENCODING";
    public const string LineEncoding = "LINE_ENCODING";
    public const string TooLong = "TOO_LONG";
    public const string SourceInvalid = "SOURCE_INVALID";
    public const string YearInvalid = "YEAR_INVALID";
    public const string DecisionMissing = "DECISION_MISSING";
    public const string AllotmentDuplicate = "ALLOTMENT_DUPLICATE";
    public const string PlaceConverted = "PLACE_CONVERTED";
    public const string PlaceAmbiguous = "PLACE_AMBIGUOUS";
    public const string SameCommune = "SAME_COMMUNE";
    public const string DateOrder = "DATE_ORDER";
    public const string DecisionKindInvalid = "DECISION_KIND_INVALID";
    public const string ReasonMissing = "REASON_MISSING";
    public const string PayeeTermInvalid = "PAYEE_TERM_INVALID";
    public const string IdentifierKindInvalid = "IDENTIFIER_KIND_INVALID";
    public const string IdentifierInvalid = "IDENTIFIER_INVALID";
    public const string HouseholdInvalid = "HOUSEHOLD_INVALID";
    public const string HouseholdKindInvalid = "HOUSEHOLD_KIND_INVALID";
    public const string PensionKindInvalid = "PENSION_KIND_INVALID";
    public const string PlaceKindInvalid = "PLACE_KIND_INVALID";
    public const string PapersInvalid = "PAPERS_INVALID";
    public const string AreaUnknown = "AREA_UNKNOWN";
    public const string YesNoInvalid = "YES_NO_INVALID";
    public const string MonthByRule = "MONTH_BY_RULE";
    public const string RowDuplicate = "ROW_DUPLICATE";

    private static readonly FrozenDictionary<string, (string Vi, string En)> Texts =
        RowRuleTexts.All.Concat(FileRuleTexts.All).ToFrozenDictionary(t => t.Rule, t => (t.Vi, t.En));

    /// <summary>All rule codes.</summary>
    public static IReadOnlyCollection<string> All => Texts.Keys;

    /// <summary>
    /// What the rule says, and what to do. Throws <see cref="KeyNotFoundException"/> for an unknown code.
    /// </summary>
    public static (string Vi, string En) TextsOf(string rule) => Texts[rule];
}
