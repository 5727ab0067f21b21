/** Profiles, links, triggers and tokens of federated users: what is documented or on record and judged by no check. */
import { apiReference, developerGuide as guide, publicRecord } from '../../../fixtures/flow/source.ts'
import type { NotTested } from '../../../reports/record.ts'
import { left } from '../../managed-login/not-tested/left.ts'
import { idTokenPage } from '../../shared/sources.ts'
import { federationPage, linkingPage, mappingPage } from '../sources.ts'

const TRIGGERS = 'Needs Lambda functions beside the user pool.'

const things = (states: string) => linkingPage('Things to know about linking federated users', states)

export const ofProfile: readonly NotTested[] = [
  left(
    mappingPage(
      'Things to know about mappings',
      'In a case-insensitive user pool the whole user name is in lower case.',
    ),
    'Which of both a pool is depends on how it was made; either form is taken.',
  ),
  left(
    mappingPage(
      'Things to know about mappings',
      'Mapped attributes are written only when their values change; earlier editions wrote them each time.',
    ),
    'Two editions say two things. That a changed value is written is judged.',
  ),
  left(
    mappingPage('Things to know about mappings', 'A mapped e-mail address cannot be verified by a code.'),
    'No step of the flow sends a code.',
  ),
  left(
    mappingPage(
      'Things to know about mappings',
      'Attributes may be mapped to preferred_username, where the own name is wanted.',
    ),
    'A mapped attribute like the others.',
  ),
  left(
    mappingPage(
      'Things to know about mappings',
      'DeleteUserAttributes and AdminDeleteUserAttributes remove mapped values.',
    ),
    'Acts of the API, not of a provider.',
  ),
  left(
    federationPage(
      'Things to know about Amazon Cognito user pools third-party sign-in',
      'The attribute identities cannot be changed directly.',
    ),
    'How the attempt is answered is not documented.',
  ),
  left(
    idTokenPage(
      'identities',
      'Entries have issuer, primary and dateCreated, as strings or null in the example.',
    ),
    'Seen in an example; the page on linking has other types. Provider, subject and type are judged.',
  ),
  left(
    federationPage(
      'Things to know about Amazon Cognito user pools third-party sign-in',
      'With CUSTOM_AUTH the triggers decide whether a federated user gets tokens.',
    ),
    TRIGGERS,
  ),
  left(
    publicRecord(
      'aws-amplify/amplify-js#2383',
      'User password cannot be reset in the current state.',
      'aws-amplify/amplify-js/issues/2383',
      '2018-12',
      'Somebody whose profile has the status EXTERNAL_PROVIDER cannot reset a password.',
    ),
    'One record, of a page; the type of the exception is not known for this status.',
  ),
  left(
    things('Up to five federated users can be linked to a user, by up to five attributes of each provider.'),
    'On record are errors at the second link of one provider already, with the link made all the same (boto/boto3#4163): what an accepted one answers is not settled.',
  ),
  left(
    things('Federated users can be linked to an existing federated profile as well.'),
    'Which value names such a destination is told in two ways.',
  ),
  left(things('Links cannot be made in the console.'), 'The console is not under test.'),
  left(
    linkingPage(
      'Linking federated users to an existing user profile',
      'To link somebody who has signed in before, their profile has to be deleted first.',
    ),
    'What happens without was reported in two ways (aws/aws-sdk-net#1000).',
  ),
  left(
    apiReference(
      'AdminDisableProviderForUser',
      'Description',
      'With ProviderName Cognito a local user can no longer sign in with the password.',
    ),
    'Of local users, who have a flow of their own.',
  ),
  left(
    apiReference(
      'AdminDisableProviderForUser',
      'Description',
      'A SAML identity that has not signed in is unlinked by the name and value that it was linked by.',
    ),
    'The identity that was unlinked has signed in, for which the other rule holds.',
  ),
  left(
    publicRecord(
      'boto/boto3#4163',
      'Cognito users with a username/password may not be passed in as a SourceUser',
      'boto/boto3/issues/4163',
      '2024-06',
      'A second link of one identity is answered InvalidParameterException.',
    ),
    'The wording was changed since, and reports differ on whether the first link had worked.',
  ),
  left(
    guide(
      'cognito-user-pools-working-with-lambda-triggers',
      'Customizing user pool workflows with Lambda triggers',
      'Lambda triggers for federated users',
      'Pre sign-up, post confirmation, pre and post authentication and pre token generation run in federated sign-ins.',
    ),
    TRIGGERS,
  ),
  left(
    apiReference(
      'LambdaConfigType',
      'InboundFederation',
      'A trigger may change what the provider says of a user.',
    ),
    TRIGGERS,
  ),
  left(
    idTokenPage('ID token default payload', 'acr and amr may be there.'),
    'Rolled out gradually, says AWS; their absence and presence are both taken.',
  ),
  left(
    guide(
      'limits',
      'Quotas in Amazon Cognito',
      'User pools',
      '300 providers in a user pool; 25 federated sign-ins a second.',
    ),
    'Quotas of accounts, which no run may exhaust.',
  ),
]
