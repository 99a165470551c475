import { countryOf } from '../../src/inbox/country-of';

test.each([
  ['+254711000001', 'KE'],
  ['254711000001', 'KE'],
  ['+351912345678', 'PT'],
  ['KE.13491208655302741918', null],
  ['Xy12abCD', null],
  ['+15550100001', 'US'],
])('%s is of %s', (address, country) => {
  expect(countryOf(address)).toBe(country);
});
